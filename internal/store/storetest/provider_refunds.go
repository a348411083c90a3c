package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

// changing runs a change of the order that every case here is about.
func changing(t *testing.T, store provider.Store, change func(*order.Order)) error {
	t.Helper()
	_, err := store.UpdateOrder(t.Context(), "m1", "order-a", none, func(o *order.Order) (endpoint.Answer, error) {
		change(o)
		return capturedAnswer("x"), nil
	})
	return err
}

// refunding appends a refund without asking whether the captures bear it.
func refunding(id string, amount int64) func(*order.Order) {
	return func(o *order.Order) {
		o.Refunds = append(o.Refunds, order.Refund{ID: id, Number: len(o.Refunds) + 1, Amount: amount, At: epoch})
	}
}

// captured is an order of 1000 with 600 captured.
func captured(t *testing.T, store provider.Store) {
	t.Helper()
	placed(t, store)
	if _, err := store.UpdateOrder(t.Context(), "m1", "order-a", none, capturing("c1", 600)); err != nil {
		t.Fatal(err)
	}
}

func paymentCaptureChanged(t *testing.T, store provider.Store) {
	captured(t, store)
	parcel := []order.Shipment{{TrackingNumber: "1"}}
	err := changing(t, store, func(o *order.Order) {
		o.Captures[0].Shipping, o.Captures[0].DueDays, o.Captures[0].Changed = parcel, 14, true
	})
	if err != nil {
		t.Fatal(err)
	}
	o, err := store.Order(t.Context(), "m1", "order-a")
	want := []order.Capture{{ID: "c1", Number: 1, Amount: 600, At: epoch, Shipping: parcel, DueDays: 14}}
	if diff := cmp.Diff(want, o.Captures); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}

func paymentRefunds(t *testing.T, store provider.Store) {
	captured(t, store)
	want := []order.Refund{
		{
			ID: "r1", Number: 1, Amount: 500, At: epoch, Description: "Back", Reference: "R",
			Lines: []purchase.OrderLine{{Name: "Lamp", Quantity: 1, UnitPrice: 500, TotalAmount: 500}},
		},
		{ID: "r2", Number: 2, Amount: 100, At: epoch.Add(time.Second)},
	}
	for i, refund := range want {
		err := changing(t, store, func(o *order.Order) {
			if len(o.Refunds) != i {
				t.Errorf("refund %d sees %d", i, len(o.Refunds))
			}
			o.Refunds = append(o.Refunds, refund)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	o, err := store.Order(t.Context(), "m1", "order-a")
	if diff := cmp.Diff(want, o.Refunds); diff != "" || err != nil || o.RefundedAmount() != 600 {
		t.Errorf("%v, sum %d\n%s", err, o.RefundedAmount(), diff)
	}
}

// The database holds the sum even when a rule is wrong.
func paymentOverRefund(t *testing.T, store provider.Store) {
	captured(t, store)
	for id, amount := range map[string]int64{"over": 601, "nothing": 0, "negative": -1} {
		if err := changing(t, store, refunding(id, amount)); err == nil {
			t.Errorf("%s: %d of 600 refunded", id, amount)
		}
	}
	if err := changing(t, store, refunding("r1", 600)); err != nil {
		t.Fatal(err)
	}
	if err := changing(t, store, refunding("r2", 1)); err == nil {
		t.Error("more than everything refunded")
	}
	if o, err := store.Order(t.Context(), "m1", "order-a"); err != nil || o.RefundedAmount() != 600 {
		t.Errorf("refunded %d, %v", o.RefundedAmount(), err)
	}
}

// What was released cannot be captured, nor what was captured be released or
// taken off the total.
func paymentRelease(t *testing.T, store provider.Store) {
	captured(t, store)
	for name, change := range map[string]func(*order.Order){
		"released over the rest": func(o *order.Order) { o.Released = 401 },
		"below nothing":          func(o *order.Order) { o.Released = -1 },
		"total below captures":   func(o *order.Order) { o.Amount = 599 },
	} {
		if err := changing(t, store, change); err == nil {
			t.Errorf("%s was stored", name)
		}
	}
	if err := changing(t, store, func(o *order.Order) { o.Released = 400 }); err != nil {
		t.Fatal(err)
	}
	if _, err := store.UpdateOrder(t.Context(), "m1", "order-a", none, capturing("c2", 1)); err == nil {
		t.Error("captured what was released")
	}
	if o, err := store.Order(t.Context(), "m1", "order-a"); err != nil || o.Remaining() != 0 {
		t.Errorf("remaining %d, %v", o.Remaining(), err)
	}
}

func paymentAdvance(t *testing.T, store provider.Store) {
	placed(t, store)
	err := store.AdvanceOrder(t.Context(), "order-a", func(o *order.Order) error {
		o.Fraud, o.Decision = order.FraudAccepted, nil
		o.Jobs = append(o.Jobs, endpoint.Job{Kind: "word", Subject: o.ID, ID: "word", Due: epoch, Payload: []byte{}})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.AdvanceOrder(t.Context(), "order-a", func(o *order.Order) error { o.Fraud = order.FraudRejected; return errNo }); !errors.Is(err, errNo) {
		t.Errorf("%v", err)
	}
	if o, err := store.Order(t.Context(), "m1", "order-a"); err != nil || o.Fraud != order.FraudAccepted || o.Decision != nil || o.Version != 2 {
		t.Errorf("%+v, %v", o, err)
	}
	// The job is there: its like is not taken a second time.
	err = store.AdvanceOrder(t.Context(), "order-a", func(o *order.Order) error {
		o.Jobs = append(o.Jobs, endpoint.Job{Kind: "word", Subject: o.ID, ID: "word", Due: epoch, Payload: []byte{}})
		return nil
	})
	if err == nil {
		t.Error("one job twice")
	}
	if err := store.AdvanceOrder(t.Context(), "none", func(*order.Order) error { t.Error("run"); return nil }); !errors.Is(err, endpoint.ErrNotFound) {
		t.Errorf("an unknown order: %v", err)
	}
}
