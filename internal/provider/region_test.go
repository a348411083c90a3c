package provider_test

import (
	"net/http"
	"slices"
	"testing"
)

// An address of the United States and Australia is whole with its state; that
// of Canada may name its province. What was typed reaches the order.
func TestStateReachesTheOrder(t *testing.T) {
	for _, test := range []struct{ country, typed, want string }{
		{"US", "IL", "IL"}, {"US", "Illinois", "IL"}, {"US", "us-il", "IL"}, {"AU", "QLD", "QLD"}, {"CA", "bc", "BC"}, {"CA", "", ""}, {"GB", "Kent", "Kent"},
	} {
		p := newProvider(t)
		resident := with(residents[test.country], tree{"region": test.typed, "street_address2": "Apt 4", "whole_address": true, "country": test.country})
		if test.country == "CA" {
			resident = with(resident, tree{"street_address": "2693 Byron Rd", "postal_code": "V7H 1L9", "city": "North Vancouver"})
		}
		body := marketCart(test.country)
		id := p.open(body)
		try := with(attempt("a", with(payer(), resident), ""), tree{"currency": body["purchase_currency"], "amount": body["order_amount"], "category": "pay_now"})
		p.authorize(id, try)
		v := p.authorize(id, with(try, tree{"otp": "123456"}))
		var placed struct {
			ID string `json:"order_id"`
		}
		p.must(http.StatusOK, "POST", "/payments/v1/authorizations/"+v.Token+"/order", body).into(t, &placed)
		for _, address := range []string{"billing_address", "shipping_address"} {
			got := p.read(placed.ID)[address].(tree)
			if got["region"] != test.want || got["street_address2"] != "Apt 4" {
				t.Errorf("%s, typed %q: the order's %s says %v, %v", test.country, test.typed, address, got["region"], got["street_address2"])
			}
		}
	}
}

func TestStateThatIsMissingOrWrong(t *testing.T) {
	for _, test := range []struct {
		country, region string
		whole           bool
		wrong           bool
	}{
		{"US", "", true, true}, {"AU", "", true, true}, {"CA", "", true, false}, {"US", "NSW", true, true}, {"CA", "NY", true, true}, {"AU", "NSW", true, false},
		{"US", "", false, false}, // who was never asked
		{"SE", "", true, false}, {"SE", "anything", true, false}, {"SE", "two\nlines", true, true},
	} {
		p := newProvider(t)
		body := marketCart(test.country)
		who := with(with(payer(), residents[test.country]), tree{"country": test.country, "region": test.region, "whole_address": test.whole})
		if test.country == "CA" {
			who["postal_code"] = "V7H 1L9"
		}
		v := p.authorize(p.open(body), with(attempt("a", who, ""), tree{"currency": body["purchase_currency"], "amount": body["order_amount"], "category": "pay_now"}))
		if got := slices.Contains(v.Fields, "region"); got != test.wrong {
			t.Errorf("%s, %q, whole %t: %+v", test.country, test.region, test.whole, v)
		}
	}
}

// A payer who empties the second line and the region means it.
func TestWhatThePayerEmptiedIsEmpty(t *testing.T) {
	p := newProvider(t)
	given := with(payer(), tree{"street_address2": "Apt 4", "region": "AB"})
	delete(given, "date_of_birth")
	billing, shipping := p.typedOver(given, with(payer(), tree{"whole_address": true}), nil, nil)
	for _, address := range []tree{billing, shipping} {
		if address["street_address2"] != "" || address["region"] != "" {
			t.Errorf("the order keeps %v, %v", address["street_address2"], address["region"])
		}
	}
}
