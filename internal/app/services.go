package app

import (
	"context"
	"errors"
	"time"

	"github.com/openhpp/openhpp/internal/callback"
	"github.com/openhpp/openhpp/internal/delivery"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/signedresult"
	"github.com/openhpp/openhpp/internal/story"
)

// deliveries are what merchants do with their deliveries.
func (a *App) deliveries() delivery.Service {
	return delivery.Service{
		Store: a.db.Deliveries(), Jobs: a.db.outbox, Sessions: a.db.sessions, Repeat: callback.Repeat, Wake: a.sessions.Wake, Now: time.Now,
	}
}

// stories tells what happened to sessions.
func (a *App) stories() story.Service {
	return story.Service{Lists: a.lists, Sessions: a.db.sessions, Distributions: a.db.Distributions(), Deliveries: a.db.Deliveries(), Now: time.Now}
}

// services makes the core's services from what the server has.
func (a *App) services(linkKey []byte, own *provider.Provider) error {
	messengers, err := a.messengers()
	if err != nil {
		return err
	}
	c := a.config
	judge := contacts{c.Region, samplePhones(c.Environment)}
	a.sessions = &hpp.SessionService{
		Store: a.db.sessions, Profiles: a.db.Profiles(), Providers: a.providers(own), Contacts: judge,
		Links: hpp.NewLinks(linkKey, c.PublicURL, c.APIURL, c.Region), Selling: a.merchants.Selling, SellingRecently: a.merchants.SellingRecently,
		Now: time.Now, NewID: newID, NewSeed: newSeed, PageReads: hpp.NewPageReads(),
		Freeze: callback.Freeze, SignResult: signedresult.Signer{Secrets: a.merchants.WebhookSecrets}.Sign, CallbackAllowed: a.shops.CheckURL,
		Wake: func(kinds ...hpp.JobKind) {
			for _, kind := range kinds {
				a.runner.Wake(string(kind))
			}
		},
		Changes:        a.changes,
		Observe:        func(e hpp.Event) { a.metrics.Transition(string(e.Status)) },
		ObserveFailure: func(f hpp.AttemptFailure) { a.metrics.Miss(string(f)) },
		Log:            a.log,
	}
	a.distributions = &hpp.DistributionService{
		Sessions: a.sessions, Distributions: a.db.Distributions(), AccessCodes: a.db.Accesses(),
		Contacts: judge, Messengers: messengers, Limits: c.messageLimits(),
	}
	a.lists = &hpp.ListService{Sessions: a.sessions, Store: a.db.SessionLists(), PaymentURL: a.paymentURL}
	a.handLinks = &hpp.HandLinkService{Distributions: a.distributions, PaymentURL: a.paymentURL, Maker: func(context.Context, hpp.MerchantID) (hpp.PaymentMaker, bool) {
		return own, own != nil
	}}
	a.profiles = &hpp.ProfileService{Store: a.db.Profiles(), Contacts: judge, Now: time.Now}
	return errors.Join(a.sessions.Check(), a.distributions.Check(), a.profiles.Check(), a.lists.Check(), a.handLinks.Check())
}
