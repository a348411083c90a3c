package hpp

import (
	"context"
	"time"
)

// RenewalMode is what a payer may do on a page whose session has expired.
type RenewalMode string

// The modes. What was never said is nothing but a link to the shop.
const (
	// RenewalAsk has the merchant told, which answers by Renew.
	RenewalAsk RenewalMode = "ASK"
	// RenewalAutomatic makes a new session at once; where that cannot be done,
	// the merchant is told.
	RenewalAutomatic RenewalMode = "AUTOMATIC"
)

// Renewal is what became of a session after its end.
type Renewal struct {
	RequestedAt time.Time // by a payer, UTC milliseconds; zero: by nobody
	RenewedBy   SessionID // the session that takes this one's place; empty: none
	Renews      SessionID // the session whose place this one takes; empty: none
}

// Renewer is a provider that can make a payment session anew.
type Renewer interface {
	// RenewPayment makes a payment session for the same purchase as another,
	// which may have expired. The same key answers the same one. ErrNotFound
	// when there is nothing to make it of.
	RenewPayment(ctx context.Context, merchant MerchantID, shop string, ref PaymentRef, key string) (PaymentRef, error)
}

// renewable reports whether the page of an expired session offers a new link:
// its merchant said so, and can be told.
func (s Session) renewable() bool { return s.Options.Renewal != "" && s.URLs.StatusUpdate != "" }

// RenewalOffer is what an expired page offers.
type RenewalOffer string

// The offers.
const (
	RenewalNone      RenewalOffer = ""
	RenewalOffered   RenewalOffer = "offered"
	RenewalRequested RenewalOffer = "requested" // the merchant was told
)

// addRenewal says what an expired page offers, or which link takes its place.
func (s *SessionService) addRenewal(ctx context.Context, view PageView) (PageView, error) {
	if view.State != PageExpired {
		return view, nil
	}
	if id := view.Session.Renewal.RenewedBy; id != "" {
		next, err := s.Store.Find(ctx, id)
		if err == nil {
			view.RenewedLink = s.Links.PageToken(next)
			if view.opened.shared {
				view.RenewedLink = s.Links.SharedToken(next)
			}
		}
		return view, ignoreNotFound(err)
	}
	switch {
	case !view.Session.renewable():
	case !view.Session.Renewal.RequestedAt.IsZero():
		view.Renewal = RenewalRequested
	default:
		view.Renewal = RenewalOffered
	}
	return view, nil
}

// RequestRenewal implements Payments. One session has one request: a repeat, also
// by another payer, changes nothing.
func (s *SessionService) RequestRenewal(ctx context.Context, view PageView) (PageView, error) {
	if view.Renewal != RenewalOffered {
		return view, nil
	}
	if err := s.requireSelling(ctx, view.Session.Merchant); err != nil {
		return view, err
	}
	if view.Session.Options.Renewal == RenewalAutomatic {
		renewed, err := s.renewItself(ctx, view.opened.session)
		if err == nil {
			return s.afterRenewal(ctx, view, renewed)
		}
		s.Log.InfoContext(ctx, "session not renewed, its merchant is asked", "session_id", view.Session.ID, "error", err)
	}
	session, err := s.update(ctx, view.Session.ID, (*sessionChange).requestRenewal)
	if err != nil {
		return view, err
	}
	return s.afterRenewal(ctx, view, session)
}

// afterRenewal is the view once its session was renewed, or its merchant told.
// The session may have time left: what it was to pay is gone then.
func (s *SessionService) afterRenewal(ctx context.Context, view PageView, session Session) (PageView, error) {
	view = s.afterAct(ctx, view, session)
	view.State = PageExpired
	return s.addRenewal(ctx, view)
}

// requestRenewal notes the request, and tells the merchant in the same commit.
func (c *sessionChange) requestRenewal() error {
	if c.session.Status.Final() || c.session.Busy() {
		return ErrClosed
	}
	if c.session.Renewal.RenewedBy != "" || !c.session.Renewal.RequestedAt.IsZero() {
		return nil
	}
	c.session.Renewal.RequestedAt = c.now
	event := Event{ID: c.service.NewID(), Type: EventRenewalRequested, Status: c.session.Status, At: c.now}
	return c.publish(event, Job{ID: event.ID, Kind: JobRenewal})
}
