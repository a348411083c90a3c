package playground

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground/market"
	"github.com/openhpp/openhpp/internal/playground/purchase"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

// PlaceOrder turns an authorization into an order. The same body again is
// answered as the first time, even without an idempotency key; once's
// fingerprint is what "the same" means.
func (s *Service) PlaceOrder(ctx context.Context, m hpp.Merchant, token string, tree map[string]any, once Once) (Answer, error) {
	sent, err := purchase.Parse(tree)
	if err != nil {
		return Answer{}, readable(err)
	}
	now, order := s.now(), Order{ID: s.NewID(), Merchant: m.ID(), Reference: s.reference()}
	answer, err := s.Store.UpdateAuthorized(ctx, m.ID(), token, once, func(session *Session) (*Order, Answer, error) {
		if placed := session.Placed; placed != nil {
			if !bytes.Equal(placed.Fingerprint, once.Fingerprint) {
				return nil, Answer{}, errOtherBody
			}
			return nil, placed.Answer, nil
		}
		if session.Over(now) || session.Token(now) != token {
			return nil, Answer{}, ErrNoToken
		}
		if fields := purchase.Differences(session.Authorization.Agreed, sent); len(fields) > 0 {
			return nil, Answer{}, notMatching(fields)
		}
		placed := s.fill(order, *session, sent, now)
		answer, err := s.orderPlaced(placed)
		session.Placed = &Placed{OrderID: placed.ID, Fingerprint: once.Fingerprint, Answer: answer}
		return &placed, answer, err
	})
	if err != nil {
		return Answer{}, instead(err, ErrNoToken)
	}
	s.wake()
	return answer, nil
}

// fill makes the order of an authorization.
func (s *Service) fill(order Order, session Session, sent payments.Purchase, now time.Time) Order {
	granted := session.Authorization
	order.SessionID = session.ID
	order.Purchase = purchase.Ordered(granted.Agreed, sent)
	order.Category = granted.Category
	order.Amount, order.OriginalAmount = sent.OrderAmount, sent.OrderAmount
	order.CreatedAt, order.ExpiresAt = now, orderEnd(now)
	order.Fraud = FraudAccepted
	if review := granted.Review; review != nil {
		order.Fraud = FraudPending
		order.Decision = &Decision{Verdict: FraudRejected, Due: now.Add(review.Wait)}
		if review.Accept {
			order.Decision.Verdict = FraudAccepted
		}
	}
	if sent.AutoCapture && order.Fraud == FraudAccepted && order.Amount > 0 {
		order.Captures = []Capture{{ID: s.NewID(), Number: 1, Amount: order.Amount, At: now}}
	}
	return order
}

func (s *Service) orderPlaced(o Order) (Answer, error) {
	method, _ := market.MethodOf(o.Category)
	body := payments.PlacedOrder{
		OrderId:     o.ID,
		FraudStatus: string(o.Fraud),
		AuthorizedPaymentMethod: payments.AuthorizedPaymentMethod{
			Type: method.Type, NumberOfDays: method.Days, NumberOfInstallments: method.Installments,
		},
	}
	if o.Purchase.MerchantUrls.Confirmation != "" {
		body.RedirectUrl = s.redirectURL(o.SessionID)
	}
	return told(http.StatusOK, body)
}

// CancelAuthorization gives back an authorization that no order will use.
func (s *Service) CancelAuthorization(ctx context.Context, m hpp.Merchant, token string) error {
	now := s.now()
	_, err := s.Store.UpdateAuthorized(ctx, m.ID(), token, Once{At: now}, func(session *Session) (*Order, Answer, error) {
		switch {
		case session.Complete():
			return nil, Answer{}, errUsedToken
		case session.Over(now) || session.Token(now) != token:
			return nil, Answer{}, ErrNoToken
		}
		session.Authorization.Cancelled = true
		return nil, Answer{Status: http.StatusNoContent}, nil
	})
	return instead(err, ErrNoToken)
}
