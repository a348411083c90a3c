package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/provider/checkout"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/payer"
	"github.com/openhpp/openhpp/internal/retention"
)

// fullOrder is the order of a payment session that has left a row in every
// table that it can.
func (k Kept) fullOrder(t *testing.T, session string) {
	t.Helper()
	addPayment(t, k.Provider, session)
	grant(t, k.Provider, session, "granted "+session)
	placeOn(t, k.Provider, session, "granted "+session)
	id := "order-" + session
	_, err := k.Provider.UpdateOrder(t.Context(), "m1", id, none, func(o *order.Order) (endpoint.Answer, error) {
		o.Captures = []order.Capture{{ID: "c-" + session, Number: 1, Amount: 600, At: epoch}}
		o.Refunds = []order.Refund{{ID: "r-" + session, Number: 1, Amount: 100, At: epoch}}
		o.Jobs = []endpoint.Job{{Kind: "callback", Subject: id, ID: "j", Due: epoch, Payload: []byte{}}, {Kind: "callback", Subject: session, ID: "j", Due: epoch, Payload: []byte{}}}
		return capturedAnswer("x"), nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func orderGoes(t *testing.T, k Kept) {
	k.fullOrder(t, "b")
	if err := k.Provider.AdvanceOrder(t.Context(), "order-b", func(o *order.Order) error {
		o.ExpiresAt = o.ExpiresAt.Add(time.Hour)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	k.discardAll(t)
	before := k.Count(t)
	k.fullOrder(t, "a")
	k.discardAll(t)
	after := k.Count(t)
	for _, table := range []string{"sessions", "attempts", "orders", "captures", "refunds"} {
		if after["playground_"+table] <= before["playground_"+table] {
			t.Fatalf("the order left nothing in %s", table)
		}
	}
	if gone := k.sweep(t, retention.Orders, orderOn("a").ExpiresAt, 200); gone != 1 {
		t.Errorf("%d orders went", gone)
	}
	k.same(t, before)
	_, read := k.Provider.Order(t.Context(), "m1", "order-a")
	_, session := k.Provider.Session(t.Context(), "m1", "a")
	if !errors.Is(read, endpoint.ErrNotFound) || !errors.Is(session, endpoint.ErrNotFound) {
		t.Errorf("reading what went: %v, %v", read, session)
	}
	if o, err := k.Provider.Order(t.Context(), "m1", "order-b"); err != nil || len(o.Captures) != 1 || len(o.Refunds) != 1 {
		t.Errorf("the other order: %+v, %v", o, err)
	}
}

func orderBorder(t *testing.T, k Kept) {
	placed(t, k.Provider)
	k.borders(t, retention.Orders, orderOn("a").ExpiresAt, 1)
	k.same(t, map[string]int64{})
}

func orderHeldByJob(t *testing.T, k Kept) {
	for _, subject := range []string{"a", "order-a"} {
		if subject == "a" {
			placed(t, k.Provider)
		}
		if err := k.Provider.AdvanceOrder(t.Context(), "order-a", func(o *order.Order) error {
			o.Jobs = []endpoint.Job{{Kind: subject, Subject: subject, ID: "j", Due: epoch, Payload: []byte{}}}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if gone := k.sweep(t, retention.Orders, long, 200); gone != 0 {
			t.Errorf("an order went before its job of %s was done", subject)
		}
		rows, err := k.Outbox.Claim(t.Context(), subject, epoch, epoch.Add(lease), 1, outbox.Shares{})
		if err != nil || len(rows) != 1 {
			t.Fatalf("%d jobs, %v", len(rows), err)
		}
		if err := k.Outbox.Done(t.Context(), rows[0]); err != nil {
			t.Fatal(err)
		}
	}
	if gone := k.sweep(t, retention.Orders, long, 200); gone != 1 {
		t.Errorf("%d orders went when their jobs were done", gone)
	}
}

func paymentWaits(t *testing.T, k Kept) {
	placed(t, k.Provider)
	before := k.Count(t)
	if gone := k.sweep(t, retention.Payments, long, 200); gone != 0 {
		t.Errorf("%d payment sessions went before their orders", gone)
	}
	k.same(t, before)
}

// A payment session that only became a customer token goes; the token stays.
func paymentGoes(t *testing.T, k Kept) {
	addPayment(t, k.Provider, "a")
	grant(t, k.Provider, "a", "granted")
	if err := tokenize(t, k.Provider, "t1"); err != nil {
		t.Fatal(err)
	}
	k.borders(t, retention.Payments, waiting("a").ExpiresAt, 1)
	k.same(t, map[string]int64{"playground_tokens": 1})
	if _, err := k.Provider.Token(t.Context(), "m1", "t1"); err != nil {
		t.Errorf("the token: %v", err)
	}
}

func checkoutGoes(t *testing.T, k Kept) {
	for _, id := range []string{"a", "b"} {
		addCheckout(t, k.Provider, id)
		_, err := k.Provider.AttemptCheckout(t.Context(), "m1", id, "k", func(_ *checkout.Order, a *payer.Attempt) (*checkout.Completion, error) {
			if a.State = payer.Declined; id == "a" {
				return nil, nil
			}
			o := orderOn(id)
			o.ID = id
			return &checkout.Completion{Order: o}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	k.borders(t, retention.Checkouts, basket("a").ExpiresAt, 1)
	k.same(t, map[string]int64{"playground_checkouts": 1, "playground_attempts": 1, "playground_orders": 1})
	k.borders(t, retention.Orders, orderOn("b").ExpiresAt, 1)
	k.same(t, map[string]int64{})
}
