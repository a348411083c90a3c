package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/provider/acquirer/acquirertest"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/payer"
	"github.com/openhpp/openhpp/internal/provider/payment"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

// Provider checks a store of the built-in provider.
func (s Suite) Provider(t *testing.T) {
	open := func(t *testing.T) provider.Store { return s.open(t).Provider() }
	for name, check := range map[string]func(*testing.T, provider.Store){
		"session":                 paymentSession,
		"session since":           paymentSince,
		"foreign and unknown":     paymentForeign,
		"update":                  paymentUpdate,
		"failed update":           paymentFailed,
		"attempt":                 paymentAttempt,
		"failed attempt":          paymentAttemptFailed,
		"newest token only":       paymentToken,
		"order":                   paymentOrder,
		"order list":              paymentOrderList,
		"one order of a session":  paymentOneOrder,
		"captures":                paymentCaptures,
		"captures over the order": paymentOverCapture,
		"captures at once":        paymentCapturesAtOnce,
		"changed capture":         paymentCaptureChanged,
		"refunds":                 paymentRefunds,
		"refunds over captures":   paymentOverRefund,
		"release":                 paymentRelease,
		"advance":                 paymentAdvance,
		"orders at once":          paymentOrdersAtOnce,
		"checkout":                checkoutOrder,
		"checkout, foreign":       checkoutForeign,
		"checkout update":         checkoutUpdate,
		"checkout attempt":        checkoutAttempt,
		"checkouts at once":       checkoutOneOrder,
		"customer token":          customerToken,
		"customer token's order":  customerTokenOrder,
		"key repeats":             paymentKey,
		"key of a failure":        paymentKeyFailed,
		"key ends":                paymentKeyEnds,
		"keys at once":            paymentKeysAtOnce,
		"money, answer lost":      moneyDies(acquirertest.LoseAnswer),
		"money, no answer":        moneyDies(acquirertest.Fail),
		"money, no decision":      moneyDies(acquirertest.Hesitate),
		"money, repeats":          moneyRepeats,
		"money, declined":         moneyDeclined,
		"money, voids":            moneyVoids,
		"money, immediate":        moneyImmediate,
	} {
		t.Run(name, func(t *testing.T) { check(t, open(t)) })
	}
}

// none is a change without an idempotency key.
var none = endpoint.IdempotencyKey{At: epoch}

func keyed(key, asked string, at time.Time) endpoint.IdempotencyKey {
	return endpoint.IdempotencyKey{Key: key, Fingerprint: []byte(asked), At: at}
}

func capturedAnswer(text string) endpoint.Answer {
	return endpoint.Answer{Status: 201, Header: map[string]string{"Capture-Id": text}, Body: []byte(`"` + text + `"`)}
}

func waiting(id string) payment.Session {
	return payment.Session{
		ID: id, Merchant: "m1", ClientToken: "jwt", CreatedAt: epoch, ExpiresAt: epoch.Add(48 * time.Hour),
		Purchase: purchase.Purchase{
			PurchaseCountry: "SE", PurchaseCurrency: "SEK", OrderAmount: 1000,
			OrderLines: []purchase.OrderLine{{Type: "physical", Name: "Lamp ‘L’", Quantity: 1, UnitPrice: 1000, TotalAmount: 1000}},
		},
	}
}

func orderOn(session string) order.Order {
	return order.Order{
		ID: "order-" + session, SessionID: session, Merchant: "m1", Reference: "7Q2M9RTD", Purchase: waiting(session).Purchase,
		Category: "pay_later", Amount: 1000, OriginalAmount: 1000, Fraud: order.FraudPending,
		Decision:  &order.Decision{Verdict: order.FraudRejected, Due: epoch.Add(time.Hour)},
		CreatedAt: epoch, ExpiresAt: epoch.AddDate(0, 0, 28),
	}
}

func addPayment(t *testing.T, store provider.Store, id string) {
	t.Helper()
	if _, err := store.InsertSession(t.Context(), waiting(id), capturedAnswer(id), none); err != nil {
		t.Fatal(err)
	}
}

// grant gives a session a live authorization.
func grant(t *testing.T, store provider.Store, id, token string) {
	t.Helper()
	_, err := store.Attempt(t.Context(), "m1", id, token, func(s *payment.Session, a *payer.Attempt) error {
		s.Authorization = &payment.Authorization{Token: token, Category: "pay_later", Agreed: s.Purchase, GrantedAt: epoch, ExpiresAt: epoch.Add(time.Hour)}
		a.State, a.Token = payer.Approved, token
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// placeOn turns the session's authorization into an order.
func placeOn(t *testing.T, store provider.Store, id, token string) {
	t.Helper()
	_, err := store.UpdateAuthorized(t.Context(), "m1", token, none, func(s *payment.Session) (*order.Order, endpoint.Answer, error) {
		o := orderOn(id)
		s.Placed = &payment.Placed{OrderID: o.ID, Fingerprint: []byte("f"), Answer: capturedAnswer(o.ID)}
		return &o, capturedAnswer(o.ID), nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func paymentSession(t *testing.T, store provider.Store) {
	answer, err := store.InsertSession(t.Context(), waiting("a"), capturedAnswer("a"), none)
	if diff := cmp.Diff(capturedAnswer("a"), answer); diff != "" || err != nil {
		t.Errorf("answer: %v\n%s", err, diff)
	}
	want := waiting("a")
	want.Version = 1
	got, err := store.Session(t.Context(), "m1", "a")
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}

// What somebody knows of a session is read again once it has changed, and for
// its merchant alone.
func paymentSince(t *testing.T, store provider.Store) {
	addPayment(t, store, "a")
	for _, known := range []int64{0, 2} {
		got, changed, err := store.SessionSince(t.Context(), "m1", "a", known)
		if err != nil || !changed || got.Version != 1 || got.ID != "a" {
			t.Errorf("since version %d: %+v, %v, %v", known, got, changed, err)
		}
	}
	got, changed, err := store.SessionSince(t.Context(), "m1", "a", 1)
	if diff := cmp.Diff(payment.Session{}, got); diff != "" || changed || err != nil {
		t.Errorf("since its own version: %v, %v\n%s", changed, err, diff)
	}
	grant(t, store, "a", "token")
	got, changed, err = store.SessionSince(t.Context(), "m1", "a", 1)
	if err != nil || !changed || got.Version != 2 || got.Authorization == nil {
		t.Errorf("after a change: %+v, %v, %v", got, changed, err)
	}
	for _, c := range []struct {
		merchant hpp.MerchantID
		id       string
	}{{"m2", "a"}, {"m1", "b"}} {
		for _, known := range []int64{0, 2} {
			if _, _, err := store.SessionSince(t.Context(), c.merchant, c.id, known); !errors.Is(err, endpoint.ErrNotFound) {
				t.Errorf("%+v since %d: %v", c, known, err)
			}
		}
	}
}

func paymentForeign(t *testing.T, store provider.Store) {
	addPayment(t, store, "a")
	grant(t, store, "a", "token")
	placeOn(t, store, "a", "token")
	ctx := t.Context()
	for _, c := range []struct {
		merchant              hpp.MerchantID
		session, token, order string
	}{{"m2", "a", "token", "order-a"}, {"m1", "b", "b", "b"}, {"m1", "", "", ""}} {
		_, session := store.Session(ctx, c.merchant, c.session)
		_, update := store.UpdateSession(ctx, c.merchant, c.session, none, func(*payment.Session) (endpoint.Answer, error) { t.Error("run"); return capturedAnswer(""), nil })
		_, attempt := store.Attempt(ctx, c.merchant, c.session, "k", func(*payment.Session, *payer.Attempt) error { t.Error("run"); return nil })
		_, authorized := store.UpdateAuthorized(ctx, c.merchant, c.token, none, func(*payment.Session) (*order.Order, endpoint.Answer, error) {
			t.Error("run")
			return nil, capturedAnswer(""), nil
		})
		_, reading := store.Order(ctx, c.merchant, c.order)
		_, orders := store.UpdateOrder(ctx, c.merchant, c.order, none, func(*order.Order) (endpoint.Answer, error) { t.Error("run"); return capturedAnswer(""), nil })
		for i, err := range []error{session, update, attempt, authorized, reading, orders} {
			if !errors.Is(err, endpoint.ErrNotFound) {
				t.Errorf("%+v, method %d: %v", c, i, err)
			}
		}
	}
	if _, err := store.OrderOf(ctx, "b"); !errors.Is(err, endpoint.ErrNotFound) {
		t.Errorf("order of no session: %v", err)
	}
}

func paymentUpdate(t *testing.T, store provider.Store) {
	addPayment(t, store, "a")
	answer, err := store.UpdateSession(t.Context(), "m1", "a", none, func(s *payment.Session) (endpoint.Answer, error) {
		s.Purchase.MerchantReference1 = "10042"
		return capturedAnswer("x"), nil
	})
	if diff := cmp.Diff(capturedAnswer("x"), answer); diff != "" || err != nil {
		t.Errorf("answer: %v\n%s", err, diff)
	}
	got, err := store.Session(t.Context(), "m1", "a")
	if err != nil || got.Purchase.MerchantReference1 != "10042" || got.Version != 2 {
		t.Errorf("%+v, %v", got, err)
	}
}

var errNo = errors.New("no")

func paymentFailed(t *testing.T, store provider.Store) {
	addPayment(t, store, "a")
	_, err := store.UpdateSession(t.Context(), "m1", "a", none, func(s *payment.Session) (endpoint.Answer, error) {
		s.Purchase.MerchantReference1 = "lost"
		return capturedAnswer("x"), errNo
	})
	if !errors.Is(err, errNo) {
		t.Errorf("%v", err)
	}
	if got, err := store.Session(t.Context(), "m1", "a"); err != nil || got.Purchase.MerchantReference1 != "" || got.Version != 1 {
		t.Errorf("a failed change was stored: %+v, %v", got, err)
	}
}
