package provider_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/payment"
)

// core is the provider as the hosted page reaches it.
func (p *testProvider) core() hpp.ServerAuthorizer { return p.own }

func agreement(key, code string) hpp.Authorization {
	return hpp.Authorization{
		Key: key, Category: hpp.PayLater, Code: code, Amount: 23750, Currency: "SEK",
		Payer: hpp.Payer{
			Email: "customer@email.se", GivenName: "Alice", FamilyName: "Test",
			StreetAddress: "Södra Blasieholmshamnen 2", PostalCode: "11148", City: "Stockholm", Country: "SE",
		},
	}
}

// A whole purchase through the core's port, every call made twice.
func TestProviderPort(t *testing.T) {
	p := newProvider(t)
	core, ctx := p.core(), t.Context()
	ref := hpp.PaymentRef{Provider: "builtin", Kind: hpp.KindPayments, ID: p.open(with(lamp(), tree{
		"billing_address": tree{"email": "al@example.com"}, "acquiring_channel": "telesales",
	}))}
	twice := func(what string, call func() (any, error)) any {
		t.Helper()
		first, err := call()
		second, again := call()
		if err != nil || again != nil {
			t.Fatalf("%s: %v, then %v", what, err, again)
		}
		if diff := cmp.Diff(first, second); diff != "" {
			t.Fatalf("%s twice (-first +second):\n%s", what, diff)
		}
		return first
	}

	session := twice("read", func() (any, error) { return core.Read(ctx, "m1", ref) }).(hpp.PaymentSession)
	want := hpp.PaymentSession{
		State: hpp.PaymentOpen, Channel: hpp.Telesales, ExpiresAt: epoch.Add(48 * time.Hour), Payer: hpp.Payer{Email: "al@example.com"},
		Purchase: hpp.Purchase{Country: "SE", Currency: "SEK", Locale: "sv-SE", Amount: 23750, Tax: 4750, Lines: []hpp.Line{
			{Type: "physical", Name: "Lamp", Quantity: 2, Total: 22500, Discount: 2500},
			{Type: "shipping_fee", Name: "Post", Quantity: 1, Total: 2500}, {Type: "discount", Name: "Club", Quantity: 1, Total: -1250},
		}},
		Methods: []hpp.Method{
			{Category: hpp.PayLater, Name: "Betala senare", Plan: &hpp.Plan{DueDays: 30, Installments: 1, Installment: 23750}},
			{Category: hpp.PayOverTime, Name: "Delbetala", Plan: &hpp.Plan{Installments: 3, Installment: 7917, Interval: hpp.Monthly}},
			{Category: hpp.PayNow, Name: "Betala nu", Plan: &hpp.Plan{Installments: 1, Installment: 23750}},
		},
	}
	if diff := cmp.Diff(want, session); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	authorize := func(code string) hpp.Verdict {
		return twice("authorize "+code, func() (any, error) { return core.Authorize(ctx, "m1", ref, agreement("a", code)) }).(hpp.Verdict)
	}
	if v := authorize(""); v.Kind != hpp.Challenged {
		t.Fatalf("%+v", v)
	}
	approved := authorize("123456")
	if approved.Kind != hpp.Approved {
		t.Fatalf("%+v", approved)
	}
	order := twice("place", func() (any, error) { return core.PlaceOrder(ctx, "m1", ref, approved.Token, nil) }).(hpp.Order)
	if order.ID == "" || len(order.Reference) != 8 || order.Pending {
		t.Errorf("%+v", order)
	}
	twice("capture", func() (any, error) { return nil, core.Capture(ctx, "m1", ref, order.ID, 23750, "a") })
	if got := p.amounts(order.ID); got != "CAPTURED 23750 23750 0 1" {
		t.Error(got)
	}
	if v := authorize(""); v.Token != approved.Token {
		t.Errorf("asked after the end: %+v", v)
	}

	p.pass(100 * time.Hour) // an answer that was lost can be fetched even now
	again, err := core.PlaceOrder(ctx, "m1", ref, approved.Token, nil)
	if diff := cmp.Diff(order, again); diff != "" || err != nil {
		t.Errorf("late: %v\n%s", err, diff)
	}
	if session, err := core.Read(ctx, "m1", ref); err != nil || session.State != hpp.PaymentComplete {
		t.Errorf("%+v, %v", session, err)
	}
}

func TestProviderPortRefusals(t *testing.T) {
	p := newProvider(t)
	core, ctx := p.core(), t.Context()
	ref := hpp.PaymentRef{Provider: "builtin", Kind: hpp.KindPayments, ID: p.open(lamp())}
	if _, err := core.Read(ctx, "m2", ref); !errors.Is(err, hpp.ErrNotFound) {
		t.Errorf("a foreign session: %v", err)
	}
	dearer := agreement("a", "")
	dearer.Amount = 1
	_, mismatch := core.Authorize(ctx, "m1", ref, dearer)
	_, token := core.PlaceOrder(ctx, "m1", ref, "no-token", nil)
	foreign := core.Capture(ctx, "m1", ref, "no-order", 1, "k")
	for name, err := range map[string]error{"amount": mismatch, "token": token, "order": foreign} {
		if _, ok := errors.AsType[*hpp.Refusal](err); !ok {
			t.Errorf("%s: %v is no refusal", name, err)
		}
	}
	approved := p.approve(ref.ID, payer())
	for range 2 {
		if err := core.Release(ctx, "m1", ref, approved); err != nil {
			t.Errorf("release: %v", err)
		}
	}
	if r := p.ask("POST", "/payments/v1/authorizations/"+approved+"/order", lamp()); r.status != http.StatusNotFound {
		t.Errorf("a released authorization: %d", r.status)
	}
}

// reads is a store that counts what is read outside of changes.
type reads struct {
	provider.Store
	count int
}

func (r *reads) Session(ctx context.Context, m hpp.MerchantID, id string) (payment.Session, error) {
	r.count++
	return r.Store.Session(ctx, m, id)
}

func (r *reads) Order(ctx context.Context, m hpp.MerchantID, id string) (order.Order, error) {
	r.count++
	return r.Store.Order(ctx, m, id)
}

func (r *reads) OrderOf(ctx context.Context, sessionID string) (order.Order, error) {
	r.count++
	return r.Store.OrderOf(ctx, sessionID)
}

// Placing and capturing read nothing beside the change they make.
func TestPlacingDoesNotReadAgain(t *testing.T) {
	p := newProvider(t)
	counting := &reads{Store: p.own.Payments.Store.(provider.Store)}
	p.own.Payments.Store, p.own.Orders.Store = counting, counting
	ref := hpp.PaymentRef{Provider: "builtin", Kind: hpp.KindPayments, ID: p.open(lamp())}
	token := p.approve(ref.ID, payer())
	placed, err := p.core().PlaceOrder(t.Context(), "m1", ref, token, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.core().Capture(t.Context(), "m1", ref, placed.ID, 23750, "k"); err != nil || counting.count != 0 {
		t.Errorf("%v, %d reads", err, counting.count)
	}
}

// A capture that an earlier version sent over HTTP is repeated by the page under
// the same key, and is the same capture.
func TestCaptureOfAnEarlierVersion(t *testing.T) {
	p := newProvider(t)
	id := p.order()
	path := "/ordermanagement/v1/orders/" + id + "/captures"
	p.must(http.StatusCreated, "POST", path, tree{"captured_amount": 23750}, "Klarna-Idempotency-Key", "attempt")
	if err := p.core().Capture(t.Context(), "m1", hpp.PaymentRef{Kind: hpp.KindPayments}, id, 23750, "attempt"); err != nil {
		t.Error(err)
	}
	if err := p.core().Capture(t.Context(), "m1", hpp.PaymentRef{Kind: hpp.KindPayments}, id, 1, "attempt"); err == nil {
		t.Error("the key of another amount is taken")
	}
	if got := p.amounts(id); got != "CAPTURED 23750 23750 0 1" {
		t.Error(got)
	}
}
