package order

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
)

// MoneyKind is the kind of the job that asks an acquirer what became of an
// intent. Its subject is the order's id.
const MoneyKind = "playground_movement"

// firstAsk is how long a job leaves the request that began an intent to end it.
const firstAsk = 30 * time.Second

// pending is what the job keeps.
type pending struct {
	Merchant hpp.MerchantID `json:"merchant"`
	OrderID  string         `json:"order_id"`
	Intent   string         `json:"intent"`
}

// errUndecided keeps a job going, and leaves a request without a definite
// answer: its repeat finds it out.
var errUndecided = errors.New("order: the acquirer has not decided yet")

// movement is one request that moves money of an order.
type movement struct {
	merchant hpp.MerchantID
	orderID  string
	key      endpoint.IdempotencyKey
	// begin judges the request and answers what it wants; it may run again.
	begin func(*Order, time.Time) (Intent, error)
	// done answers a movement that the acquirer approved.
	done func(*Order, Intent) endpoint.Answer
	// declined answers one that it did not.
	declined func(reason string) error
}

// move runs a request between two commits: its intent, and the acquirer's
// answer. An immediate acquirer is asked within one.
func (s *Service) move(ctx context.Context, m movement) (endpoint.Answer, error) {
	if acquirer.IsImmediate(s.Acquirer) {
		return s.change(ctx, m.merchant, m.orderID, m.key, "", func(o *Order, now time.Time) (endpoint.Answer, error) {
			return s.moveNow(ctx, o, m, now)
		})
	}
	intent, err := s.commitIntent(ctx, m)
	if err != nil {
		return endpoint.Answer{}, err
	}
	return s.settle(ctx, m, intent)
}

func (s *Service) moveNow(ctx context.Context, o *Order, m movement, now time.Time) (endpoint.Answer, error) {
	intent, err := m.begin(o, now)
	if err != nil {
		return endpoint.Answer{}, err
	}
	o.begin(intent)
	outcome, err := s.ask(ctx, *o, intent)
	switch {
	case err != nil:
		return endpoint.Answer{}, err
	case outcome.Result != acquirer.Approved:
		return endpoint.Answer{}, m.declined(outcome.Reason)
	}
	o.finish(intent.ID, outcome)
	return m.done(o, intent), nil
}

// intentKey is under which key an intent is remembered: no merchant can send it.
func intentKey(key endpoint.IdempotencyKey) endpoint.IdempotencyKey {
	if key.Key != "" {
		key.Key = "\x01intent " + key.Key
	}
	return key
}

// commitIntent answers the intent's id; a repeat under the same key answers the
// first one's.
func (s *Service) commitIntent(ctx context.Context, m movement) (string, error) {
	answer, err := s.change(ctx, m.merchant, m.orderID, intentKey(m.key), "", func(o *Order, now time.Time) (endpoint.Answer, error) {
		intent, err := m.begin(o, now)
		if err != nil {
			return endpoint.Answer{}, err
		}
		o.begin(intent)
		err = o.askLater(intent, now.Add(firstAsk))
		return endpoint.Answer{Body: []byte(intent.ID)}, err
	})
	if err != nil {
		return "", err
	}
	return string(answer.Body), nil
}

// askLater leaves a job that finds out what became of an intent.
func (o *Order) askLater(i Intent, due time.Time) error {
	payload, err := json.Marshal(pending{Merchant: o.Merchant, OrderID: o.ID, Intent: i.ID})
	o.Jobs = append(o.Jobs, endpoint.Job{Kind: MoneyKind, Subject: o.ID, ID: "ask " + i.ID, Due: due, Payload: payload})
	return err
}

// settle asks about an intent that is pending and commits the answer.
func (s *Service) settle(ctx context.Context, m movement, id string) (endpoint.Answer, error) {
	intent, outcome, err := s.outcome(ctx, m.merchant, m.orderID, id)
	if err != nil {
		return endpoint.Answer{}, err
	}
	if outcome.Result == acquirer.Declined {
		err := s.Store.AdvanceOrder(ctx, m.orderID, func(o *Order) error { o.finish(id, outcome); return nil })
		return endpoint.Answer{}, errors.Join(err, m.declined(outcome.Reason))
	}
	return s.change(ctx, m.merchant, m.orderID, m.key, "", func(o *Order, _ time.Time) (endpoint.Answer, error) {
		o.finish(id, outcome)
		return m.done(o, intent), nil
	})
}

// outcome is what became of an intent. One that is no longer there was approved.
func (s *Service) outcome(ctx context.Context, merchant hpp.MerchantID, orderID, id string) (Intent, acquirer.Outcome, error) {
	o, err := s.Store.Order(ctx, merchant, orderID)
	if err != nil {
		return Intent{}, acquirer.Outcome{}, endpoint.NotFoundAs(err, noOrder(orderID, ""))
	}
	intent, found := o.intent(id)
	switch {
	case !found:
		return Intent{ID: id}, acquirer.Outcome{Result: acquirer.Approved}, nil
	case intent.Declined:
		return intent, acquirer.Outcome{Result: acquirer.Declined, Reason: intent.Reason}, nil
	}
	outcome, err := s.ask(ctx, o, intent)
	if err == nil && !outcome.Result.Definite() {
		err = errUndecided
	}
	return intent, outcome, err
}

// ask puts an intent to the acquirer.
func (s *Service) ask(ctx context.Context, o Order, i Intent) (acquirer.Outcome, error) {
	movement := acquirer.Movement{
		Key: i.ID, Merchant: o.Merchant, Reference: o.AcquirerReference, Currency: o.Purchase.PurchaseCurrency, Amount: i.amount(),
	}
	if i.Capture != nil {
		return s.Acquirer.Capture(ctx, movement)
	}
	return s.Acquirer.Refund(ctx, movement)
}

// Reconcile makes one try of a MoneyKind job: it finds out what became of an
// intent whose request ended without an answer.
func (s *Service) Reconcile(ctx context.Context, payload []byte) error {
	var p pending
	if err := json.Unmarshal(payload, &p); err != nil {
		return fmt.Errorf("order: unreadable job: %w", err)
	}
	_, outcome, err := s.outcome(ctx, p.Merchant, p.OrderID, p.Intent)
	if err != nil {
		return err
	}
	return s.Store.AdvanceOrder(ctx, p.OrderID, func(o *Order) error { o.finish(p.Intent, outcome); return nil })
}
