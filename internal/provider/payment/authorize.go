package payment

import (
	"context"
	"errors"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/merchantcalls"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/payer"
	"github.com/openhpp/openhpp/internal/provider/purchase"
	"github.com/openhpp/openhpp/internal/provider/release"
)

// Authorize starts a payer's attempt or goes on with the one of the same key.
// A finished attempt answers the same for ever. An error that is no
// *endpoint.Error leaves the outcome unknown: the same call finds it out.
func (s *Service) Authorize(ctx context.Context, merchant hpp.MerchantID, sessionID string, r hpp.Authorization) (hpp.Verdict, error) {
	if err := payer.CheckKey(r); err != nil {
		return hpp.Verdict{}, err
	}
	call := authorizeCall{Service: s, request: r, token: endpoint.NewToken(), at: s.now()}
	saved, err := call.run(ctx, merchant, sessionID)
	if incorrect, ok := errors.AsType[*payer.Incorrect](err); ok {
		return hpp.Verdict{Kind: hpp.Incorrect, Fields: incorrect.Fields}, nil
	}
	if err != nil {
		return hpp.Verdict{}, endpoint.NotFoundAs(err, ErrNoSession)
	}
	s.Wake(endpoint.Kinds(call.jobs)...)
	if saved.State == payer.Asked {
		return hpp.Verdict{}, payer.ErrUndecided
	}
	return saved.Verdict(), nil
}

// authorizeCall is one call of Authorize.
type authorizeCall struct {
	*Service
	request hpp.Authorization
	token   string // what an approval grants
	at      time.Time
	asked   *acquirer.Authorization // nil: nothing has to be asked
	jobs    []endpoint.Job          // that the answer leaves to do
}

// run asks the acquirer between two commits: the attempt with what was typed,
// and the answer. An immediate acquirer is asked within one.
func (c *authorizeCall) run(ctx context.Context, merchant hpp.MerchantID, sessionID string) (payer.Attempt, error) {
	immediate := acquirer.IsImmediate(c.Acquirer)
	saved, err := c.Store.Attempt(ctx, merchant, sessionID, c.request.Key, func(session *Session, attempt *payer.Attempt) (err error) {
		c.jobs = nil
		if c.asked, err = session.prepare(attempt, c.request, c.at); err != nil || c.asked == nil || !immediate {
			return err
		}
		verdict, err := c.Acquirer.Authorize(ctx, *c.asked)
		if err != nil {
			return err
		}
		err = c.settle(ctx, session, attempt, verdict)
		c.jobs = session.Jobs
		return err
	})
	if err != nil || c.asked == nil || immediate {
		return saved, err
	}
	verdict, err := c.Acquirer.Authorize(ctx, *c.asked)
	if err != nil {
		return saved, err
	}
	return c.Store.Attempt(ctx, merchant, sessionID, c.request.Key, func(session *Session, attempt *payer.Attempt) error {
		if attempt.Over() {
			return nil
		}
		if session.Over(c.at) || session.Complete() || session.Cancelled || session.Purchase.OrderAmount != c.asked.Amount {
			err = c.refuseLate(ctx, session, attempt, verdict)
		} else {
			err = c.settle(ctx, session, attempt, verdict)
		}
		c.jobs = session.Jobs
		return err
	})
}

// prepare answers what the acquirer must be asked so that an attempt goes on.
func (s *Session) prepare(attempt *payer.Attempt, r hpp.Authorization, now time.Time) (*acquirer.Authorization, error) {
	switch {
	case attempt.Over():
		return nil, nil //nolint:nilnil // nothing has to be asked
	case s.Over(now):
		return nil, ErrNoSession
	case s.Complete():
		return nil, ErrCompleted
	case s.Cancelled:
		return nil, ErrNoSession
	}
	return attempt.Prepare(s.offer(), r, now)
}

// settle takes the acquirer's answer. An approval grants the token and replaces
// the session's older authorization, which is given back.
func (c *authorizeCall) settle(ctx context.Context, s *Session, attempt *payer.Attempt, v acquirer.Verdict) error {
	typed := attempt.Payer
	if !attempt.Apply(v, c.asked.Code) {
		return nil
	}
	if s.Token(c.at) != "" {
		if err := c.release(ctx, s, c.at); err != nil {
			return err
		}
	}
	given := s.Purchase.BillingAddress
	s.Authorization = &Authorization{
		Token: c.token, Category: attempt.Category, Reference: v.Reference,
		Agreed:    withPayer(s.Purchase, typed),
		Given:     &given,
		GrantedAt: c.at, ExpiresAt: c.at.Add(authorizationLife),
	}
	if v.Lapsed {
		s.Authorization.ExpiresAt = c.at
	}
	if v.Review != nil {
		s.Authorization.Review = &order.Review{Wait: v.Review.Wait}
	}
	attempt.Approve(c.token)
	if address := s.Purchase.MerchantUrls.Authorization; address != "" {
		s.Jobs = append(s.Jobs, merchantcalls.Authorization(merchantcalls.FillPlaceholders(address, "session.id", s.ID), s.ID, c.token, c.at))
	}
	return nil
}

// refuseLate ends an attempt whose purchase changed while the acquirer was
// asked: what it approved is given back.
func (c *authorizeCall) refuseLate(ctx context.Context, s *Session, attempt *payer.Attempt, v acquirer.Verdict) error {
	attempt.Decline("purchase_changed", false)
	if v.Result != acquirer.Approved {
		return nil
	}
	return release.With(ctx, c.Acquirer, &s.Jobs, s.ID, acquirer.Movement{
		Key: "void " + c.asked.Key, Merchant: c.asked.Merchant, Reference: v.Reference,
		Currency: c.asked.Currency, Amount: c.asked.Amount,
	}, c.at)
}

// release gives the session's authorization back.
func (s *Service) release(ctx context.Context, session *Session, now time.Time) error {
	a := session.Authorization
	return release.With(ctx, s.Acquirer, &session.Jobs, session.ID, acquirer.Movement{
		Key: "void " + a.Token, Merchant: session.Merchant, Reference: a.Reference,
		Currency: a.Agreed.PurchaseCurrency, Amount: a.Agreed.OrderAmount,
	}, now)
}

func (s *Session) offer() payer.Offer {
	market := marketOf(s.Purchase)
	return payer.Offer{
		Merchant: s.Merchant, Payment: s.ID, Market: market.Country, Country: s.Purchase.PurchaseCountry, Currency: s.Purchase.PurchaseCurrency,
		Amount: s.Purchase.OrderAmount, Categories: market.Categories,
	}
}

// withPayer lays what the payer typed over what the merchant knew.
func withPayer(p purchase.Purchase, typed payer.Details) purchase.Purchase {
	if typed.WholeAddress {
		p.BillingAddress.StreetAddress2, p.BillingAddress.Region = "", ""
	}
	address := purchase.Address{
		Email: typed.Email, Phone: typed.Phone, GivenName: typed.GivenName, FamilyName: typed.FamilyName,
		StreetAddress: typed.StreetAddress, StreetAddress2: typed.StreetAddress2,
		PostalCode: typed.PostalCode, City: typed.City, Region: typed.Region, Country: typed.Country,
	}
	if purchase.Renamed(p.BillingAddress, address) {
		p.Customer.Title, p.Customer.Gender, p.Customer.DateOfBirth = "", "", ""
	}
	p.BillingAddress = purchase.Typed(p.BillingAddress, address)
	if typed.DateOfBirth != "" {
		p.Customer.DateOfBirth = typed.DateOfBirth
	}
	return p
}
