package payment

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/merchantcalls"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/purchase"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

// PlaceOrder turns an authorization into an order. The same body again is
// answered as the first time, even without an idempotency key; once's
// fingerprint is what "the same" means.
func (s *Service) PlaceOrder(ctx context.Context, m hpp.Merchant, token string, tree map[string]any, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	sent, err := purchase.Parse(tree, s.Callable)
	if err != nil {
		return endpoint.Answer{}, endpoint.AsError(err)
	}
	now, id, capture := s.now(), s.NewID(), s.NewID()
	answer, err := s.Store.UpdateAuthorized(ctx, m.ID(), token, key, func(session *Session) (*order.Order, endpoint.Answer, error) {
		if placed := session.Placed; placed != nil {
			if !bytes.Equal(placed.Fingerprint, key.Fingerprint) {
				return nil, endpoint.Answer{}, errOtherBody
			}
			return nil, placed.Answer, nil
		}
		switch {
		case session.tokenOnly() && session.Tokenized != nil:
			return nil, endpoint.Answer{}, errConsumed
		case session.Over(now) || session.Token(now) != token:
			return nil, endpoint.Answer{}, ErrNoToken
		case session.tokenOnly():
			return nil, endpoint.Answer{}, errNoOrder
		}
		if fields, reasons := purchase.Differences(session.Authorization.Agreed, session.given(), sent); len(fields) > 0 {
			return nil, endpoint.Answer{}, notMatching(fields, reasons)
		}
		placed := session.order(id, capture, sent, now)
		answer, err := endpoint.JSONAnswer(http.StatusOK, placed.Placed(s.RedirectURL(placed)))
		session.Placed = &Placed{OrderID: placed.ID, Fingerprint: key.Fingerprint, Answer: answer}
		return &placed, answer, err
	})
	if err != nil {
		return endpoint.Answer{}, endpoint.NotFoundAs(err, ErrNoToken)
	}
	s.Wake(endpoint.NoticeKind, merchantcalls.PushKind)
	return answer, nil
}

// order makes the order of the session's authorization.
func (s *Session) order(id, captureID string, sent payments.Purchase, now time.Time) order.Order {
	granted := s.Authorization
	o := order.Place(order.Placing{
		ID: id, PaymentID: s.ID, Merchant: s.Merchant, Purchase: purchase.Ordered(granted.Agreed, s.given(), sent),
		Category: granted.Category, Review: granted.Review, CaptureID: captureID, At: now,
	})
	o.Notify(endpoint.Notice{ID: s.ID})
	if push := o.Purchase.MerchantUrls.Push; push != "" {
		push = merchantcalls.FillPlaceholders(push, "session.id", s.ID, "order.id", o.ID)
		o.Jobs = append(o.Jobs, merchantcalls.Push(push, s.Merchant, o.ID, now))
	}
	return o
}

// CancelAuthorization gives back an authorization that no order will use.
func (s *Service) CancelAuthorization(ctx context.Context, m hpp.Merchant, token string) error {
	now := s.now()
	_, err := s.Store.UpdateAuthorized(ctx, m.ID(), token, endpoint.IdempotencyKey{At: now}, func(session *Session) (*order.Order, endpoint.Answer, error) {
		switch {
		case session.Complete(), session.Tokenized != nil:
			return nil, endpoint.Answer{}, errUsedToken
		case session.Over(now) || session.Token(now) != token:
			return nil, endpoint.Answer{}, ErrNoToken
		}
		session.Authorization.Cancelled = true
		return nil, endpoint.Answer{Status: http.StatusNoContent}, nil
	})
	return endpoint.NotFoundAs(err, ErrNoToken)
}
