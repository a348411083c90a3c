package payment

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/merchantcalls"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

// placement is what turns an authorization into an order.
type placement struct {
	id, captureID string            // for the order, and for a capture at once
	sent          purchase.Purchase // as the order was asked for
	fingerprint   []byte            // of the request; empty: the hosted page placed it
	at            time.Time
}

// PlaceOrder turns an authorization into an order. The same body again is
// answered as the first time, even without an idempotency key; the key's
// fingerprint is what "the same" means.
func (s *Service) PlaceOrder(ctx context.Context, m hpp.Merchant, token string, tree map[string]any, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	sent, err := purchase.Parse(tree, s.Callable)
	if err != nil {
		return endpoint.Answer{}, endpoint.AsError(err)
	}
	var jobs []endpoint.Job
	p := placement{id: s.NewID(), captureID: s.NewID(), sent: sent, fingerprint: key.Fingerprint, at: s.now()}
	answer, err := s.Store.UpdateAuthorized(ctx, m.ID(), token, key, func(session *Session) (*order.Order, endpoint.Answer, error) {
		if placed := session.Placed; placed != nil {
			if !bytes.Equal(placed.Fingerprint, key.Fingerprint) {
				return nil, endpoint.Answer{}, errOtherBody
			}
			return nil, placed.Answer, nil
		}
		made, answer, err := s.place(ctx, session, token, p)
		if err == nil {
			jobs = made.Jobs
		}
		return made, answer, err
	})
	if err != nil {
		return endpoint.Answer{}, endpoint.NotFoundAs(err, ErrNoToken)
	}
	s.Wake(endpoint.Kinds(jobs)...)
	return answer, nil
}

// place makes the order of the session's authorization and remembers the
// answer with it (docs/spec/provider.md A.9).
func (s *Service) place(ctx context.Context, session *Session, token string, p placement) (*order.Order, endpoint.Answer, error) {
	switch {
	case session.tokenOnly() && session.Tokenized != nil:
		return nil, endpoint.Answer{}, errConsumed
	case session.Over(p.at) || session.Token(p.at) != token:
		return nil, endpoint.Answer{}, ErrNoToken
	case session.tokenOnly():
		return nil, endpoint.Answer{}, errNoOrder
	}
	if fields, reasons := purchase.Differences(session.Authorization.Agreed, session.given(), p.sent); len(fields) > 0 {
		return nil, endpoint.Answer{}, notMatching(fields, reasons)
	}
	placed, err := session.order(ctx, s.Acquirer, p)
	if err != nil {
		return nil, endpoint.Answer{}, err
	}
	answer, err := endpoint.JSONAnswer(http.StatusOK, placed.Placed(s.RedirectURL(placed)))
	session.Placed = &Placed{OrderID: placed.ID, Fingerprint: p.fingerprint, Answer: answer}
	return &placed, answer, err
}

// order makes the order of the session's authorization.
func (s *Session) order(ctx context.Context, a acquirer.Acquirer, p placement) (order.Order, error) {
	granted := s.Authorization
	o, err := order.Place(ctx, a, order.Placing{
		ID: p.id, PaymentID: s.ID, Merchant: s.Merchant, Purchase: purchase.Ordered(granted.Agreed, s.given(), p.sent),
		Category: granted.Category, Reference: granted.Reference, Review: granted.Review, CaptureID: p.captureID, At: p.at,
	})
	if err != nil {
		return order.Order{}, err
	}
	o.Notify(endpoint.Notice{ID: s.ID})
	if push := o.Purchase.MerchantUrls.Push; push != "" {
		push = merchantcalls.FillPlaceholders(push, "session.id", s.ID, "order.id", o.ID)
		o.Jobs = append(o.Jobs, merchantcalls.Push(push, s.Merchant, o.ID, p.at))
	}
	return o, nil
}

// CancelAuthorization gives back an authorization that no order will use.
func (s *Service) CancelAuthorization(ctx context.Context, merchant hpp.MerchantID, token string) error {
	now := s.now()
	var jobs []endpoint.Job
	_, err := s.Store.UpdateAuthorized(ctx, merchant, token, endpoint.IdempotencyKey{At: now}, func(session *Session) (*order.Order, endpoint.Answer, error) {
		switch {
		case session.Complete(), session.Tokenized != nil:
			return nil, endpoint.Answer{}, errUsedToken
		case session.Over(now) || session.Token(now) != token:
			return nil, endpoint.Answer{}, ErrNoToken
		}
		session.Authorization.Cancelled = true
		err := s.release(ctx, session, now)
		jobs = session.Jobs
		return nil, endpoint.Answer{Status: http.StatusNoContent}, err
	})
	if err != nil {
		return endpoint.NotFoundAs(err, ErrNoToken)
	}
	s.Wake(endpoint.Kinds(jobs)...)
	return nil
}
