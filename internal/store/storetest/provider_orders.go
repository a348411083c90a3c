package storetest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/payment"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

func paymentOrder(t *testing.T, store provider.Store) {
	addPayment(t, store, "a")
	grant(t, store, "a", "token")
	placeOn(t, store, "a", "token")
	want := orderOn("a")
	want.Version = 1
	for name, read := range map[string]func() (order.Order, error){
		"by id":      func() (order.Order, error) { return store.Order(t.Context(), "m1", "order-a") },
		"by session": func() (order.Order, error) { return store.OrderOf(t.Context(), "a") },
	} {
		got, err := read()
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
	s, err := store.Session(t.Context(), "m1", "a")
	if diff := cmp.Diff(&payment.Placed{OrderID: "order-a", Fingerprint: []byte("f"), Answer: capturedAnswer("order-a")}, s.Placed); diff != "" || err != nil {
		t.Errorf("the session: %v\n%s", err, diff)
	}
}

// Orders are listed from the newest on, each with what was taken and given back, and
// other merchants' are not there.
func paymentOrderList(t *testing.T, store provider.Store) {
	for _, id := range []string{"a", "b", "c"} {
		addPayment(t, store, id)
		grant(t, store, id, "token-"+id)
		placeOn(t, store, id, "token-"+id)
	}
	if _, err := store.UpdateOrder(t.Context(), "m1", "order-b", none, func(o *order.Order) (endpoint.Answer, error) {
		o.Captures = append(o.Captures, order.Capture{ID: "c1", Number: 1, Amount: 7, At: epoch})
		o.Refunds = append(o.Refunds, order.Refund{ID: "r1", Number: 1, Amount: 3, At: epoch})
		return capturedAnswer("c1"), nil
	}); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		merchant hpp.MerchantID
		page     order.Page
		want     string
	}{
		"all": {"m1", order.Page{Limit: 9}, "[order-c order-b order-a]"}, "some": {"m1", order.Page{Limit: 2}, "[order-c order-b]"},
		"behind one": {"m1", order.Page{Limit: 9, After: order.ListPlace{At: epoch, ID: "order-b"}}, "[order-a]"}, "another's": {"m2", order.Page{Limit: 9}, "[]"},
		"later": {"m1", order.Page{Limit: 9, From: epoch.Add(time.Second)}, "[]"}, "earlier": {"m1", order.Page{Limit: 9, To: epoch}, "[]"},
	} {
		found, err := store.ListOrders(t.Context(), c.merchant, c.page)
		ids := []string{}
		for _, o := range found {
			ids = append(ids, o.ID)
			if taken := o.CapturedAmount()*10 + o.RefundedAmount(); (taken != 0) != (o.ID == "order-b") || taken != 0 && taken != 73 {
				t.Errorf("%s: %s has %d captured, %d refunded", name, o.ID, o.CapturedAmount(), o.RefundedAmount())
			}
		}
		if err != nil || fmt.Sprint(ids) != c.want {
			t.Errorf("%s: %v, %v; want %s", name, ids, err, c.want)
		}
	}
}

func paymentOneOrder(t *testing.T, store provider.Store) {
	addPayment(t, store, "a")
	grant(t, store, "a", "token")
	placeOn(t, store, "a", "token")
	_, err := store.UpdateAuthorized(t.Context(), "m1", "token", none, func(s *payment.Session) (*order.Order, endpoint.Answer, error) {
		second := orderOn("a")
		second.ID = "second"
		s.Purchase.MerchantReference1 = "lost"
		return &second, capturedAnswer("second"), nil
	})
	if !errors.Is(err, payment.ErrCompleted) {
		t.Errorf("a second order: %v", err)
	}
	if _, err := store.Order(t.Context(), "m1", "second"); !errors.Is(err, endpoint.ErrNotFound) {
		t.Errorf("the second order is there: %v", err)
	}
	if s, err := store.Session(t.Context(), "m1", "a"); err != nil || s.Purchase.MerchantReference1 != "" {
		t.Errorf("the failed order changed the session: %v", err)
	}
}

// capturing appends a capture without asking whether the order bears it.
func capturing(id string, amount int64) func(*order.Order) (endpoint.Answer, error) {
	return func(o *order.Order) (endpoint.Answer, error) {
		o.Captures = append(o.Captures, order.Capture{ID: id, Number: len(o.Captures) + 1, Amount: amount, At: epoch})
		return capturedAnswer(id), nil
	}
}

func placed(t *testing.T, store provider.Store) {
	t.Helper()
	addPayment(t, store, "a")
	grant(t, store, "a", "token")
	placeOn(t, store, "a", "token")
}

func paymentCaptures(t *testing.T, store provider.Store) {
	placed(t, store)
	want := orderOn("a")
	want.Captures = []order.Capture{
		{
			ID: "c1", Number: 1, Amount: 400, At: epoch, Description: "Sent", Reference: "R",
			Lines:    []purchase.OrderLine{{Name: "Lamp", Quantity: 1, UnitPrice: 400, TotalAmount: 400}},
			Shipping: []order.Shipment{{TrackingNumber: "1"}},
		},
		{ID: "c2", Number: 2, Amount: 600, At: epoch},
	}
	want.Fraud, want.Decision, want.Version = order.FraudAccepted, nil, 3
	for i, capture := range want.Captures {
		answer, err := store.UpdateOrder(t.Context(), "m1", "order-a", none, func(o *order.Order) (endpoint.Answer, error) {
			if len(o.Captures) != i {
				t.Errorf("capture %d sees %d", i, len(o.Captures))
			}
			o.Captures = append(o.Captures, capture)
			o.Fraud, o.Decision = order.FraudAccepted, nil
			return capturedAnswer(capture.ID), nil
		})
		if diff := cmp.Diff(capturedAnswer(capture.ID), answer); diff != "" || err != nil {
			t.Errorf("%v\n%s", err, diff)
		}
	}
	got, err := store.Order(t.Context(), "m1", "order-a")
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}

// The database holds the sum even when a rule is wrong.
func paymentOverCapture(t *testing.T, store provider.Store) {
	placed(t, store)
	for id, amount := range map[string]int64{"over": 1001, "nothing": 0, "negative": -1} {
		if _, err := store.UpdateOrder(t.Context(), "m1", "order-a", none, capturing(id, amount)); err == nil {
			t.Errorf("%s: %d of 1000 captured", id, amount)
		}
	}
	if _, err := store.UpdateOrder(t.Context(), "m1", "order-a", none, capturing("c1", 600)); err != nil {
		t.Fatal(err)
	}
	if _, err := store.UpdateOrder(t.Context(), "m1", "order-a", none, capturing("c2", 401)); err == nil {
		t.Error("600 and 401 of 1000 captured")
	}
	if o, err := store.Order(t.Context(), "m1", "order-a"); err != nil || o.CapturedAmount() != 600 {
		t.Errorf("captured %d, %v", o.CapturedAmount(), err)
	}
}

func paymentCapturesAtOnce(t *testing.T, store provider.Store) {
	placed(t, store)
	var made atomic.Int64
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			if _, err := store.UpdateOrder(t.Context(), "m1", "order-a", none, capturing(fmt.Sprintf("c%d", i), 100)); err == nil {
				made.Add(1)
			}
		})
	}
	wg.Wait()
	o, err := store.Order(t.Context(), "m1", "order-a")
	if err != nil || made.Load() != 10 || o.CapturedAmount() != 1000 || len(o.Captures) != 10 {
		t.Errorf("%d acknowledged, %d stored, sum %d, %v", made.Load(), len(o.Captures), o.CapturedAmount(), err)
	}
}

func paymentOrdersAtOnce(t *testing.T, store provider.Store) {
	addPayment(t, store, "a")
	grant(t, store, "a", "token")
	var made atomic.Int64
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			_, err := store.UpdateAuthorized(t.Context(), "m1", "token", none, func(*payment.Session) (*order.Order, endpoint.Answer, error) {
				o := orderOn("a")
				o.ID = fmt.Sprintf("o%d", i)
				return &o, capturedAnswer(o.ID), nil
			})
			if err == nil {
				made.Add(1)
			} else if !errors.Is(err, payment.ErrCompleted) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if made.Load() != 1 {
		t.Errorf("%d orders of one session", made.Load())
	}
}
