package klarna_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

var checkoutRef = hpp.PaymentRef{Provider: "builtin", Kind: hpp.KindCheckout, ID: "a/b c"}

const (
	checkoutPath = "/playground/v1/checkout/a%2Fb%20c"
	pageBody     = `{"state":"open","purchase_country":"se","purchase_currency":"sek","locale":"sv-SE","order_amount":300,"order_tax_amount":60,
		"acquiring_channel":"ecommerce","terms_url":"https://shop.test/terms","expires_at":"2026-11-25T09:48:16Z",
		"order_lines":[{"type":"physical","name":"Lamp","quantity":2,"quantity_unit":"pcs","total_amount":300}],
		"payment_method_categories":[{"identifier":"pay_now","name":"Now"}],"payer":{"email":"al@example.com","country":"se"},
		"deliveries":[{"id":"home","name":"Home","description":"Tomorrow","price":50,"selected":true}]}`
)

func wantPage() hpp.PaymentSession {
	return hpp.PaymentSession{
		State: hpp.PaymentOpen, Channel: hpp.Ecommerce, ExpiresAt: time.Date(2026, 11, 25, 9, 48, 16, 0, time.UTC),
		Purchase: hpp.Purchase{
			Country: "SE", Currency: "SEK", Locale: "sv-SE", Amount: 300, Tax: 60,
			Lines: []hpp.Line{{Type: "physical", Name: "Lamp", Quantity: 2, Unit: "pcs", Total: 300}},
		},
		Methods: []hpp.Method{{Category: hpp.PayNow, Name: "Now"}}, Payer: hpp.Payer{Email: "al@example.com", Country: "SE"},
		Deliveries: []hpp.Delivery{{ID: "home", Name: "Home", Description: "Tomorrow", Price: 50, Selected: true}},
		TermsURL:   "https://shop.test/terms",
	}
}

func TestReadCheckout(t *testing.T) {
	u := &upstream{answers: map[string]answer{"GET " + checkoutPath: {200, pageBody}}}
	got, err := client(u).Read(t.Context(), "m1", checkoutRef)
	if diff := cmp.Diff(wantPage(), got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	for body, want := range map[string]hpp.PaymentSession{
		`{"state":"complete","order_id":"o","klarna_reference":"R","expires_at":"2026-11-25T09:48:16Z"}`: {State: hpp.PaymentComplete, Order: hpp.Order{ID: "o", Reference: "R"}},
		`{"state":"aborted","expires_at":"2026-11-25T09:48:16Z"}`:                                        {State: hpp.PaymentCancelled},
		`{"state":"open","expires_at":"tomorrow"}`:                                                       {},
		`{"state":"odd","expires_at":"2026-11-25T09:48:16Z"}`:                                            {},
	} {
		u.answers["GET "+checkoutPath] = answer{200, body}
		got, err := client(u).Read(t.Context(), "m1", checkoutRef)
		if got.State != want.State || got.Order != want.Order || (err == nil) != (want.State != "") {
			t.Errorf("%s: %+v, %v", body, got, err)
		}
	}
	delete(u.answers, "GET "+checkoutPath)
	if _, err := client(u).Read(t.Context(), "m1", checkoutRef); !hpp.IsCode(err, hpp.CodeNotFound) {
		t.Errorf("unknown: %v", err)
	}
}

func TestRevise(t *testing.T) {
	u := &upstream{answers: map[string]answer{}}
	choice := hpp.Choice{Payer: hpp.Payer{Email: "al@example.com", City: "Umeå"}, Delivery: "home"}
	page := wantPage()
	for body, want := range map[string]hpp.RevisedOrder{
		`{"result":"revised","page":` + pageBody + `}`:     {Payment: page},
		`{"result":"incorrect","fields":["postal_code"]}`:  {Fields: []string{"postal_code"}},
		`{"result":"stopped","redirect":"https://a.test"}`: {Refused: true, MerchantRedirect: "https://a.test"},
		`{"result":"stopped","text":"Not to Norway"}`:      {Refused: true, MerchantMessage: "Not to Norway"},
		`{"result":"revised"}`:                             {},
		`{"result":"odd"}`:                                 {},
		`{"result":"revised","page":{"state":"nonsense"}}`: {},
	} {
		u.answers["POST "+checkoutPath+"/revise"] = answer{200, body}
		got, err := client(u).Revise(t.Context(), "m1", checkoutRef, choice)
		good := want.Payment.State != "" || want.Fields != nil || want.Refused
		if diff := cmp.Diff(want, got); diff != "" || good != (err == nil) {
			t.Errorf("%s: %v (-want +got):\n%s", body, err, diff)
		}
	}
	wantBody := map[string]any{"payer": map[string]any{"email": "al@example.com", "city": "Umeå"}, "delivery": "home"}
	if diff := cmp.Diff(wantBody, u.bodies[0]); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	if _, err := client(u).Revise(t.Context(), "m1", ref, choice); !hpp.IsCode(err, hpp.CodeNotFound) {
		t.Errorf("of a payment session: %v", err)
	}
}

func TestAuthorizeCheckout(t *testing.T) {
	u := &upstream{answers: map[string]answer{}}
	for body, want := range map[string]hpp.Verdict{
		`{"result":"approved","token":"t","order_id":"o","klarna_reference":"R"}`: {Kind: hpp.Approved, Order: hpp.Order{ID: "o", Reference: "R"}},
		`{"result":"stopped","redirect":"https://a.test"}`:                        {Kind: hpp.Incorrect, MerchantRedirect: "https://a.test"},
		`{"result":"stopped","text":"Sold out"}`:                                  {Kind: hpp.Incorrect, MerchantMessage: "Sold out"},
		`{"result":"challenged","wrong_code":true}`:                               {Kind: hpp.Challenged, WrongCode: true},
		`{"result":"declined","reason":"denied"}`:                                 {Kind: hpp.Declined, Reason: "denied"},
		`{"result":"approved","token":"t"}`:                                       {},
		`{"result":"odd"}`:                                                        {},
	} {
		u.answers["POST "+checkoutPath+"/authorize"] = answer{200, body}
		got, err := client(u).Authorize(t.Context(), "m1", checkoutRef, hpp.Authorization{Key: "k", Category: hpp.PayNow, Amount: 300, Currency: "SEK", Code: "123456"})
		if diff := cmp.Diff(want, got); diff != "" || (want.Kind != "") != (err == nil) {
			t.Errorf("%s: %v (-want +got):\n%s", body, err, diff)
		}
	}
	want := map[string]any{"key": "k", "category": "pay_now", "payer": map[string]any{}, "amount": 300.0, "currency": "SEK", "otp": "123456"}
	if diff := cmp.Diff(want, u.bodies[0]); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
}
