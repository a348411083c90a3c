package provider_test

import (
	"testing"

	"github.com/openhpp/openhpp/internal/playground"
	"github.com/openhpp/openhpp/internal/provider/market"
)

// Every market's person pays there, and with the denied phone does not
// (docs/spec/provider.md E.3).
func TestPersons(t *testing.T) {
	p := newProvider(t)
	for _, m := range market.All() {
		who := playground.PersonOf(m.Country)
		id := p.open(with(lamp(), tree{"purchase_country": m.Country, "purchase_currency": m.Currency, "locale": m.Locales[0]}))
		for key, c := range map[string]struct{ phone, want string }{"a": {who.Phone, "approved"}, "b": {who.DeniedPhone, "declined"}} {
			body := with(attempt(key, tree{
				"email": "customer@email." + m.Country, "phone": c.phone, "given_name": who.GivenName, "family_name": who.FamilyName,
				"street_address": who.StreetAddress, "postal_code": who.PostalCode, "city": who.City, "country": who.Country, "date_of_birth": who.DateOfBirth,
			}, ""), tree{"category": m.Categories[0], "currency": m.Currency})
			first := p.authorize(id, body)
			if v := p.authorize(id, with(body, tree{"otp": "123456"})); first.Result != "challenged" || v.Result != c.want {
				t.Errorf("%s with %s: %+v, then %+v", m.Country, c.phone, first, v)
			}
		}
	}
}

// The American phones are declined with a reason each, and only there.
func TestRejectingPhones(t *testing.T) {
	p := newProvider(t)
	american := with(payer(), tree{"country": "US", "postal_code": "10024"})
	for i, reason := range playground.Reasons() {
		phone := playground.RejectingPhone(i)
		id := p.open(with(lamp(), tree{"purchase_country": "US", "purchase_currency": "USD", "locale": "en-US"}))
		body := with(attempt("a", with(american, tree{"phone": phone}), ""), tree{"currency": "USD"})
		p.authorize(id, body)
		if v := p.authorize(id, with(body, tree{"otp": "123456"})); v.Result != "declined" || v.Reason != reason {
			t.Errorf("%s: %+v, want %s", phone, v, reason)
		}
	}
	if v := p.approve(p.open(lamp()), with(payer(), tree{"phone": playground.RejectingPhone(0)})); v == "" {
		t.Error("declined in Sweden")
	}
}
