package payment

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground/exchange"
	"github.com/openhpp/openhpp/internal/playground/notify"
	"github.com/openhpp/openhpp/internal/playground/order"
	"github.com/openhpp/openhpp/internal/playground/purchase"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

// PlaceOrder turns an authorization into an order. The same body again is
// answered as the first time, even without an idempotency key; once's
// fingerprint is what "the same" means.
func (s *Service) PlaceOrder(ctx context.Context, m hpp.Merchant, token string, tree map[string]any, once exchange.Once) (exchange.Answer, error) {
	sent, err := purchase.Parse(tree, s.Callable)
	if err != nil {
		return exchange.Answer{}, exchange.Readable(err)
	}
	now, id, capture := s.now(), s.NewID(), s.NewID()
	answer, err := s.Store.UpdateAuthorized(ctx, m.ID(), token, once, func(session *Session) (*order.Order, exchange.Answer, error) {
		if placed := session.Placed; placed != nil {
			if !bytes.Equal(placed.Fingerprint, once.Fingerprint) {
				return nil, exchange.Answer{}, errOtherBody
			}
			return nil, placed.Answer, nil
		}
		switch {
		case session.tokenOnly() && session.Tokenized != nil:
			return nil, exchange.Answer{}, errConsumed
		case session.Over(now) || session.Token(now) != token:
			return nil, exchange.Answer{}, ErrNoToken
		case session.tokenOnly():
			return nil, exchange.Answer{}, errNoOrder
		}
		if fields, reasons := purchase.Differences(session.Authorization.Agreed, session.given(), sent); len(fields) > 0 {
			return nil, exchange.Answer{}, notMatching(fields, reasons)
		}
		placed := session.order(id, capture, sent, now)
		answer, err := exchange.Told(http.StatusOK, placed.Placed(s.RedirectURL(placed)))
		session.Placed = &Placed{OrderID: placed.ID, Fingerprint: once.Fingerprint, Answer: answer}
		return &placed, answer, err
	})
	if err != nil {
		return exchange.Answer{}, exchange.Instead(err, ErrNoToken)
	}
	s.Wake(exchange.NoticeKind, notify.PushKind)
	return answer, nil
}

// order makes the order of the session's authorization.
func (s *Session) order(id, captureID string, sent payments.Purchase, now time.Time) order.Order {
	granted := s.Authorization
	o := order.Place(order.Placing{
		ID: id, PaymentID: s.ID, Merchant: s.Merchant, Purchase: purchase.Ordered(granted.Agreed, s.given(), sent),
		Category: granted.Category, Review: granted.Review, CaptureID: captureID, At: now,
	})
	o.Notify(exchange.Notice{ID: s.ID})
	if push := o.Purchase.MerchantUrls.Push; push != "" {
		push = notify.Fill(push, "session.id", s.ID, "order.id", o.ID)
		o.Jobs = append(o.Jobs, notify.Push(push, s.Merchant, o.ID, now))
	}
	return o
}

// CancelAuthorization gives back an authorization that no order will use.
func (s *Service) CancelAuthorization(ctx context.Context, m hpp.Merchant, token string) error {
	now := s.now()
	_, err := s.Store.UpdateAuthorized(ctx, m.ID(), token, exchange.Once{At: now}, func(session *Session) (*order.Order, exchange.Answer, error) {
		switch {
		case session.Complete(), session.Tokenized != nil:
			return nil, exchange.Answer{}, errUsedToken
		case session.Over(now) || session.Token(now) != token:
			return nil, exchange.Answer{}, ErrNoToken
		}
		session.Authorization.Cancelled = true
		return nil, exchange.Answer{Status: http.StatusNoContent}, nil
	})
	return exchange.Instead(err, ErrNoToken)
}
