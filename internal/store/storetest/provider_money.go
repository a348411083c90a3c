package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/acquirer/acquirertest"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/payment"
	"github.com/openhpp/openhpp/internal/provider/release"
)

// money is a provider before an acquirer that is far away, with an order of
// 1000 to move money of.
type money struct {
	*provider.Provider
	t      *testing.T
	store  *jobs
	double *acquirertest.Double
	m      hpp.Merchant
	id     string // of the order
}

// jobs is a store that shows which jobs changes leave behind.
type jobs struct {
	provider.Store
	left []endpoint.Job
}

func (j *jobs) UpdateOrder(ctx context.Context, merchant hpp.MerchantID, id string, key endpoint.IdempotencyKey,
	change func(*order.Order) (endpoint.Answer, error),
) (endpoint.Answer, error) {
	var left []endpoint.Job
	answer, err := j.Store.UpdateOrder(ctx, merchant, id, key, func(o *order.Order) (endpoint.Answer, error) {
		answer, err := change(o)
		left = o.Jobs
		return answer, err
	})
	if err == nil {
		j.left = append(j.left, left...)
	}
	return answer, err
}

// run makes one try of every job that is left, as another process would after
// the first one died.
func (w *money) run() error {
	w.t.Helper()
	left := w.store.left
	w.store.left = nil
	var all error
	for _, job := range left {
		var err error
		switch job.Kind {
		case order.MoneyKind:
			err = w.Orders.Reconcile(w.t.Context(), job.Payload)
		case release.Kind:
			err = w.GiveBack(w.t.Context(), job.Payload)
		}
		if err != nil {
			w.store.left, all = append(w.store.left, job), errors.Join(all, err)
		}
	}
	return all
}

func newMoney(t *testing.T, store provider.Store) *money {
	t.Helper()
	kept := &jobs{Store: store}
	w := &money{t: t, store: kept, double: acquirertest.NewDouble(), m: hpp.Authenticated("m1", "Lamps"), id: uuid.NewString()}
	w.Provider = provider.New(provider.Config{
		Store: kept, Acquirer: w.double, Secret: []byte("secret"), APIURL: "https://api.test",
		Now: func() time.Time { return epoch }, NewID: uuid.NewString, Wake: func(...string) {},
	})
	addPayment(t, store, "s")
	grant(t, store, "s", "token")
	_, err := store.UpdateAuthorized(t.Context(), "m1", "token", none, func(s *payment.Session) (*order.Order, endpoint.Answer, error) {
		o := orderOn("s")
		o.ID, o.Fraud, o.Decision, o.AcquirerReference = w.id, order.FraudAccepted, nil, "reference"
		s.Placed = &payment.Placed{OrderID: o.ID}
		return &o, endpoint.Answer{}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *money) capture(key string, amount int64) (endpoint.Answer, error) {
	return w.Orders.CaptureOrder(w.t.Context(), w.m, w.id, map[string]any{"captured_amount": json.Number(strconv.FormatInt(amount, 10))}, keyed(key, "capture", epoch))
}

func (w *money) refund(key string, amount int64) (endpoint.Answer, error) {
	return w.Orders.RefundOrder(w.t.Context(), w.m, w.id, map[string]any{"refunded_amount": json.Number(strconv.FormatInt(amount, 10))}, keyed(key, "refund", epoch))
}

// holds checks what the order says, what is left of it, and what moved at the
// acquirer.
func (w *money) holds(when string, captured, refunded, left int64) {
	w.t.Helper()
	o, err := w.store.Order(w.t.Context(), "m1", w.id)
	if err != nil {
		w.t.Fatal(err)
	}
	if o.CapturedAmount() != captured || o.RefundedAmount() != refunded || o.Remaining() != left {
		w.t.Errorf("%s: captured %d, refunded %d, left %d; want %d, %d, %d", when, o.CapturedAmount(), o.RefundedAmount(), o.Remaining(), captured, refunded, left)
	}
}

func (w *money) moved(when string, captured, refunded int64) {
	w.t.Helper()
	if c, r := w.double.Moved("capture"), w.double.Moved("refund"); c != captured || r != refunded {
		w.t.Errorf("%s: the acquirer captured %d and refunded %d, want %d and %d", when, c, r, captured, refunded)
	}
}

// A process that dies between intent and outcome: the money moved once, the
// order knows after the job, and the repeat gets the answer of the first call.
func moneyDies(fault acquirertest.Fault) func(*testing.T, provider.Store) {
	return func(t *testing.T, store provider.Store) {
		w := newMoney(t, store)
		w.double.Next("capture", fault)
		if _, err := w.capture("k", 400); err == nil {
			t.Fatal("an unknown outcome is an answer")
		}
		w.holds("unknown", 0, 0, 600)
		if _, err := w.capture("other", 700); err == nil {
			t.Error("what is about to be captured was captured twice")
		}
		if err := w.run(); err != nil {
			t.Error(err)
		}
		w.holds("after the job", 400, 0, 600)
		w.moved("after the job", 400, 0)
		first, err := w.capture("k", 400)
		again, err2 := w.capture("k", 400)
		if err != nil || err2 != nil || first.Status != 201 || first.Header["Capture-Id"] == "" || first.Header["Capture-Id"] != again.Header["Capture-Id"] {
			t.Errorf("repeats answer %+v, %v and %+v, %v", first, err, again, err2)
		}
		w.holds("after the repeats", 400, 0, 600)
		w.moved("after the repeats", 400, 0)
		if err := store.AdvanceOrder(t.Context(), w.id, func(o *order.Order) error {
			if len(o.Intents) > 0 {
				t.Errorf("intents are left: %+v", o.Intents)
			}
			return nil
		}); err != nil {
			t.Error(err)
		}
	}
}

// A repeat finds the outcome out by itself, before any job.
func moneyRepeats(t *testing.T, store provider.Store) {
	w := newMoney(t, store)
	w.double.Next("capture", acquirertest.LoseAnswer)
	_, lost := w.capture("k", 1000)
	answer, err := w.capture("k", 1000)
	if lost == nil || err != nil || answer.Status != 201 {
		t.Errorf("%v, then %+v, %v", lost, answer, err)
	}
	if _, err := w.Orders.CaptureOrder(t.Context(), w.m, w.id, map[string]any{"captured_amount": json.Number("1")}, keyed("k", "another body", epoch)); !errors.Is(err, endpoint.ErrKeyReused) {
		t.Errorf("the key of another request: %v", err)
	}
	w.double.Next("refund", acquirertest.Fail, acquirertest.Hesitate)
	for range 2 {
		if _, err := w.refund("r", 300); err == nil {
			t.Error("an unknown refund is an answer")
		}
	}
	if _, err := w.refund("other", 800); err == nil {
		t.Error("what is about to be given back was given back twice")
	}
	if err := w.run(); err != nil {
		t.Error(err)
	}
	if answer, err := w.refund("r", 300); err != nil || answer.Status != 201 {
		t.Errorf("%+v, %v", answer, err)
	}
	w.holds("in the end", 1000, 300, 0)
	w.moved("in the end", 1000, 300)
}

// A declined capture gives back what it took of the order, and stays declined
// for its key.
func moneyDeclined(t *testing.T, store provider.Store) {
	w := newMoney(t, store)
	w.double.Next("capture", acquirertest.Decline)
	for range 2 {
		_, err := w.capture("k", 1000)
		if refused, ok := errors.AsType[*endpoint.Error](err); !ok || refused.Code != "CAPTURE_NOT_ALLOWED" {
			t.Errorf("declined: %v", err)
		}
	}
	w.holds("declined", 0, 0, 1000)
	if answer, err := w.capture("k2", 1000); err != nil || answer.Status != 201 {
		t.Errorf("a new key: %+v, %v", answer, err)
	}
	if err := w.run(); err != nil {
		t.Error(err)
	}
	w.holds("in the end", 1000, 0, 0)
	w.moved("in the end", 1000, 0)
}

// A cancelled order is cancelled at once, and the acquirer is asked until it
// agrees.
func moneyVoids(t *testing.T, store provider.Store) {
	w := newMoney(t, store)
	w.double.Next("void", acquirertest.Fail, acquirertest.Hesitate, acquirertest.LoseAnswer)
	if _, err := w.Orders.Cancel(t.Context(), w.m, w.id, none); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if err := w.run(); err == nil {
			t.Errorf("try %d ended the job", i)
		}
	}
	if err := w.run(); err != nil || w.double.Moved("void") != 1000 {
		t.Errorf("%v, %d given back", err, w.double.Moved("void"))
	}
}

// An immediate acquirer costs neither intents nor jobs.
func moneyImmediate(t *testing.T, store provider.Store) {
	w := newMoney(t, store)
	var at acquirer.Acquirer = acquirertest.Immediate{Double: w.double}
	w.Orders.Acquirer = at
	if answer, err := w.capture("k", 400); err != nil || answer.Status != 201 || len(w.store.left) > 0 {
		t.Errorf("%+v, %v, jobs %v", answer, err, w.store.left)
	}
	w.double.Next("capture", acquirertest.Decline)
	if _, err := w.capture("k2", 400); err == nil {
		t.Error("declined, and captured")
	}
	w.holds("in the end", 400, 0, 600)
	w.moved("in the end", 400, 0)
}
