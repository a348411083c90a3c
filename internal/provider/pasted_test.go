package provider_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// pasted is an address as it comes out of a mail, a contact or a browser's
// memory, and clean the same as it is meant.
var (
	pasted = tree{
		"given_name": "\u202dAl\u200bice\u202c", "family_name": "O´Bri\u00aden", "email": "\u202aalice@example.com\u202c",
		"phone": "\u2066＋46 70–174\u200906/15\u2069", "street_address": "Södra\tBlasie\u00adholmshamnen\u00a02", "postal_code": "１１１\u200948",
		"city": "Stock\u200bholm", "country": "SE",
	}
	clean = tree{
		"given_name": "Alice", "family_name": "O´Brien", "email": "alice@example.com",
		"phone": "+46 70-174 06/15", "street_address": "Södra Blasieholmshamnen 2", "postal_code": "111 48", "city": "Stockholm", "country": "SE",
	}
)

func TestPastedAddressesAreCleanedBeforeTheyAreJudged(t *testing.T) {
	p := newProvider(t)
	for name, read := range map[string]func() tree{
		"payments": func() tree {
			id := p.open(with(lamp(), tree{"billing_address": pasted}))
			return p.found(t, "/playground/v1/payments/"+id)["payer"].(tree)
		},
		"checkout": func() tree {
			id := p.checkout(tree{"billing_address": pasted})
			return with(p.found(t, "/checkout/v3/orders/"+id)["billing_address"].(tree), tree{"country": "SE"}) // it writes "se"
		},
		"order management": func() tree {
			order := p.place(p.approve(p.open(lamp()), payer()))
			p.must(http.StatusNoContent, "PATCH", "/ordermanagement/v1/orders/"+order+"/customer-details", tree{"shipping_address": pasted})
			return p.found(t, "/ordermanagement/v1/orders/"+order)["shipping_address"].(tree)
		},
	} {
		got := tree{}
		for member, value := range read() {
			if _, sent := pasted[member]; sent {
				got[member] = value
			}
		}
		if diff := cmp.Diff(clean, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// found answers what is at an address.
func (p *testProvider) found(t *testing.T, path string) tree {
	t.Helper()
	var found tree
	p.must(http.StatusOK, "GET", path, nil).into(t, &found)
	return found
}

// Ways of writing that are right are taken by every API that reads an address,
// and wrong ones are named with what would be right.
func TestEveryAPIReadsAddressesAlike(t *testing.T) {
	p := newProvider(t)
	order := p.place(p.approve(p.open(lamp()), payer()))
	apis := map[string]func(tree) reply{
		"payments": func(a tree) reply {
			return p.ask("POST", "/payments/v1/sessions", with(lamp(), tree{"billing_address": a}))
		},
		"checkout": func(a tree) reply { return p.ask("POST", "/checkout/v3/orders", basket(tree{"billing_address": a})) },
		"order management": func(a tree) reply {
			return p.ask("PATCH", "/ordermanagement/v1/orders/"+order+"/customer-details", tree{"shipping_address": a})
		},
	}
	codes := map[string]string{"SE": "111 48", "DE": "10178", "GB": "W1S 3BE", "ES": "28012"}
	for _, c := range []struct{ member, value, country string }{
		{"phone", "tel:+46701740615", "SE"}, {"phone", "٠٧٠١٧٤٠٦١٥", "SE"}, {"phone", "0176/14284340", "DE"}, {"phone", "+49 (0) 176 14284340", "DE"}, {"phone", "0049 176 14284340", "DE"},
		{"phone", "+447797712345", "GB"}, {"postal_code", "SE-111 48", "SE"}, {"postal_code", "D-10178", "DE"}, {"postal_code", "10 178", "DE"}, {"postal_code", "sw1a1aa", "GB"},
		{"given_name", "علی\u200cرضا", "SE"}, {"family_name", "O`Brien", "GB"}, {"family_name", "Marcel·la", "ES"}, {"family_name", "Anna‑Lena", "DE"},
		{"email", "\ufeffalice@example.com", "SE"},
	} {
		for api, ask := range apis {
			if r := ask(with(tree{"country": c.country, "postal_code": codes[c.country]}, tree{c.member: c.value})); r.status/100 != 2 {
				t.Errorf("%s: %s %q of %s: %d %s", api, c.member, c.value, c.country, r.status, r.body)
			}
		}
	}
	delete(apis, "checkout") // which judges most members only when the payer agrees
	for _, c := range []struct{ member, value string }{
		{"phone", "call me"}, {"phone", "0701740615\u0001"}, {"postal_code", "D-11148"}, {"given_name", "A"}, {"given_name", "A\u200b"}, {"family_name", "Al\u0007"}, {"city", "Stock\u0085\u0001"},
		{"email", "\u200b@"}, {"street_address", "a\u009fb"},
	} {
		for api, ask := range apis {
			if r := ask(tree{c.member: c.value, "country": "SE"}); r.status < 400 || r.status >= 500 {
				t.Errorf("%s: %s %q: %d %s", api, c.member, c.value, r.status, r.body)
			}
		}
	}
}

// A birth date is ISO in an API, and the answer says so.
func TestABirthDateOfAnAPIIsISO(t *testing.T) {
	p := newProvider(t)
	for _, day := range []string{"10.07.1970", "07/10/1970", "1970-7-10", "19700710", "1899-12-31", "1970-02-30"} {
		r := p.ask("POST", "/payments/v1/sessions", with(lamp(), tree{"customer": tree{"date_of_birth": day}}))
		if r.status != http.StatusBadRequest || !strings.Contains(r.error(t), "customer.date_of_birth") || !strings.Contains(r.error(t), "YYYY-MM-DD") {
			t.Errorf("%s: %d %s", day, r.status, r.body)
		}
	}
	body, _ := json.Marshal(tree{"date_of_birth": "1970-07-10"})
	if r := p.ask("POST", "/payments/v1/sessions", with(lamp(), tree{"customer": json.RawMessage(body)})); r.status != http.StatusOK {
		t.Errorf("%d %s", r.status, r.body)
	}
}
