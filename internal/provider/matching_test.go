package provider_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// home is an address that a merchant knows of its payer.
func home() tree {
	return tree{
		"given_name": "Alice", "family_name": "Test", "email": "customer@email.se", "phone": "0701740615",
		"street_address": "Södra Blasieholmshamnen 2", "postal_code": "11148", "city": "Stockholm", "country": "SE",
	}
}

// only picks some members of an address.
func only(address tree, names ...string) tree {
	some := tree{}
	for _, name := range names {
		some[name] = address[name]
	}
	return some
}

// The order is compared with what the merchant gave in the session. What only
// the payer typed is no reason for a 409: the shop cannot know it.
func TestOrderIsComparedWithWhatTheMerchantGave(t *testing.T) {
	other := tree{
		"given_name": "Kim", "family_name": "Other", "email": "kim@example.com", "phone": "+46701740616", "title": "Mr",
		"street_address": "Storgatan 1", "street_address2": "c/o Test", "postal_code": "90325", "city": "Umeå", "country": "SE", "region": "AC",
	}
	type c struct {
		session, typed, order tree
		want                  string // the fields of a 409
	}
	cases := map[string]c{
		"nothing given, all typed, all sent":    {nil, home(), other, ""},
		"given, typed otherwise, sent as given": {home(), other, home(), ""},
		"given, typed otherwise, sent as typed": {home(), other, other, ""},
		"given, sent otherwise":                 {only(home(), "city"), home(), tree{"city": "Umeå"}, "billing_address.city"},
		"given two, sent both otherwise": {only(home(), "city", "email"), home(), tree{"city": "Umeå", "email": "x@example.com"},
			"billing_address.email, billing_address.city"},
	}
	for name, value := range other {
		cases["never given: "+name] = c{nil, home(), tree{name: value}, ""}
		cases["one other given: "+name] = c{only(home(), "given_name"), home(), with(tree{"given_name": "Alice"}, tree{name: pick(name == "given_name", "alice ", value)}), ""}
	}
	p := newProvider(t)
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			body := lamp()
			if c.session != nil {
				body["billing_address"] = c.session
			}
			token := p.approve(p.open(body), with(payer(), c.typed))
			got := p.said("POST", "/payments/v1/authorizations/"+token+"/order", with(lamp(), tree{"billing_address": c.order}))
			want := "200"
			if c.want != "" {
				want = "409 BAD_VALUE: Not matching fields: [" + c.want + "]"
			}
			if got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func pick(first bool, a, b any) any {
	if first {
		return a
	}
	return b
}

// One number has many ways to be written.
func TestOrderPhoneHoweverItIsWritten(t *testing.T) {
	for country, c := range map[string]struct {
		ways, others []string
	}{
		"SE": {[]string{"0701740615", "+46701740615", "0046701740615", "+46 (0)70-174 06 15", "070-174 06 15", "+46\u00a070\u00a0174\u00a006\u00a015"}, []string{"0701740616", "+47701740615"}},
		"DE": {[]string{"017614284340", "+4917614284340", "0049 176 14284340", "+49 (0) 176-1428-4340"}, []string{"017614284341"}},
		"GB": {[]string{"07755564318", "+447755564318", "+44 7755 564318"}, []string{"07755564319"}},
		"US": {[]string{"3106683312", "+13106683312", "(310) 668-3312", "1 310 668 3312"}, []string{"3106683313"}},
		"IT": {[]string{"3339741231", "+393339741231"}, []string{"+393339741232"}},
		"NO": {[]string{"40123456", "+4740123456", "0047 401 23 456"}, []string{"40123457"}},
	} {
		p := newProvider(t)
		p.hasty = true
		session := marketCart(country)
		for _, given := range c.ways {
			for _, sent := range append(c.ways, c.others...) {
				session["billing_address"] = tree{"phone": given, "country": country}
				token := p.approveIn(session, country)
				got := p.said("POST", "/payments/v1/authorizations/"+token+"/order", with(session, tree{"billing_address": tree{"phone": sent}}))
				want := "200"
				if !slices.Contains(c.ways, sent) {
					want = "409 BAD_VALUE: Not matching fields: [billing_address.phone]"
				}
				if got != want {
					t.Errorf("%s: %q then %q: %s, want %s", country, given, sent, got, want)
				}
			}
		}
	}
}

// marketCart is a purchase in a country's own currency.
func marketCart(country string) tree {
	currencies := map[string]string{"SE": "SEK", "GB": "GBP", "US": "USD", "NO": "NOK", "AU": "AUD", "CA": "CAD"}
	currency := currencies[country]
	if currency == "" {
		currency = "EUR"
	}
	return with(lamp(), tree{"purchase_country": country, "purchase_currency": currency, "locale": "en-" + country})
}

// residents are payers of some countries.
var residents = map[string]tree{
	"US": {"street_address": "12 Oak Street", "postal_code": "60601", "city": "Chicago", "region": "IL"},
	"AU": {"street_address": "4 Wharf St", "postal_code": "4877", "city": "Port Douglas", "region": "QLD"},
	"GB": {"street_address": "10 New Burlington Street", "postal_code": "W1S 3BE", "city": "London"},
	"DE": {"street_address": "Neue Schönhauser Str. 2", "postal_code": "10178", "city": "Berlin"},
	"IT": {"street_address": "Via Enrico Fermi 150", "postal_code": "00146", "city": "Roma"},
	"NO": {"street_address": "Edvard Munchs Plass 1", "postal_code": "0194", "city": "Oslo"},
}

// approveIn has a resident of country approve a purchase.
func (p *testProvider) approveIn(body tree, country string) string {
	p.t.Helper()
	id := p.open(body)
	try := with(attempt("a", with(with(payer(), tree{"country": country}), residents[country]), ""), tree{"currency": body["purchase_currency"], "amount": body["order_amount"], "category": "pay_now"})
	p.authorize(id, try)
	v := p.authorize(id, with(try, tree{"otp": "123456"}))
	if v.Token == "" {
		p.t.Fatalf("%s: %+v", country, v)
	}
	return v.Token
}

// typedOver places an order of a purchase whose payer typed something else
// than the merchant gave, and answers the order's addresses.
func (p *testProvider) typedOver(given, typed, sent tree, more tree) (billing, shipping tree) {
	p.t.Helper()
	body := with(lamp(), tree{"billing_address": given})
	order := with(lamp(), more)
	if sent != nil {
		order["billing_address"] = sent
	}
	token := p.approve(p.open(with(body, more)), typed)
	var placed struct {
		ID string `json:"order_id"`
	}
	p.must(http.StatusOK, "POST", "/payments/v1/authorizations/"+token+"/order", order).into(p.t, &placed)
	o := p.read(placed.ID)
	return o["billing_address"].(tree), o["shipping_address"].(tree)
}

// An order's address is one address: what belonged to the place that the payer
// left, and could not see, goes with it.
func TestOrderAddressIsOneAddress(t *testing.T) {
	given := tree{
		"given_name": "Alice", "family_name": "Test", "title": "Mr", "attention": "Desk 4", "organization_name": "Lamps Ltd",
		"street_address": "Södra Blasieholmshamnen 2", "street_address2": "Apt 4", "postal_code": "11148", "city": "Stockholm", "region": "AB", "country": "SE",
	}
	same := with(payer(), nil)
	hidden := []string{"street_address2", "region", "organization_name", "attention", "title"}
	for name, c := range map[string]struct {
		typed tree
		kept  string // hidden members that stay
	}{
		"nothing changes":          {same, "street_address2 region organization_name attention title"},
		"written otherwise":        {with(same, tree{"city": "STOCKHOLM", "postal_code": "111 48", "given_name": "alice"}), "street_address2 region organization_name attention title"},
		"e-mail and phone":         {with(same, tree{"email": "al@example.com", "phone": "+46701740615"}), "street_address2 region organization_name attention title"},
		"another street":           {with(same, tree{"street_address": "Storgatan 1"}), "title"},
		"another city":             {with(same, tree{"city": "Umeå"}), "title"},
		"another postal code":      {with(same, tree{"postal_code": "90325"}), "title"},
		"another country":          {with(same, tree{"country": "NO", "postal_code": "0194"}), "title"},
		"another given name":       {with(same, tree{"given_name": "Kim"}), "street_address2 region organization_name"},
		"another family name":      {with(same, tree{"family_name": "Other"}), "street_address2 region organization_name"},
		"another name and address": {with(same, tree{"given_name": "Kim", "street_address": "Storgatan 1", "city": "Umeå", "postal_code": "90325"}), ""},
	} {
		for _, sent := range []tree{nil, given} {
			p := newProvider(t)
			billing, shipping := p.typedOver(given, c.typed, sent, nil)
			for _, member := range []string{"given_name", "family_name", "street_address", "postal_code", "city", "country", "email"} {
				if billing[member] != c.typed[member] {
					t.Errorf("%s: %s is %v, typed %v", name, member, billing[member], c.typed[member])
				}
			}
			for _, member := range hidden {
				want := any("")
				if slices.Contains(strings.Fields(c.kept), member) {
					want = given[member]
				}
				got := billing[member]
				if got == nil {
					got = "" // of a company's members
				}
				if got != want {
					t.Errorf("%s (sent again: %t): %s is %v, want %q", name, sent != nil, member, got, want)
				}
			}
			if diff := cmp.Diff(billing, shipping); diff != "" {
				t.Errorf("%s: the copy differs:\n%s", name, diff)
			}
		}
	}
}

// What a session read shows after the payer agreed is the same one address,
// and so is a customer token's.
func TestOneAddressWhereverItIsRead(t *testing.T) {
	p := newProvider(t)
	given := with(home(), tree{"street_address2": "Apt 4", "region": "AB", "title": "Mr", "phone": nil})
	id := p.open(with(lamp(), tree{"billing_address": given, "intent": "buy_and_tokenize", "customer": tree{"title": "Mr", "gender": "male", "type": "person"}}))
	token := p.approve(id, with(payer(), tree{"given_name": "Kim", "street_address": "Storgatan 1", "city": "Umeå", "postal_code": "90325"}))
	var session, made tree
	p.must(http.StatusOK, "GET", "/payments/v1/sessions/"+id, nil).into(t, &session)
	p.must(http.StatusOK, "POST", "/payments/v1/authorizations/"+token+"/customer-token", coffee(nil)).into(t, &made)
	for name, read := range map[string]tree{"session": session, "token": made} {
		address := read["billing_address"].(tree)
		if address["street_address2"] != nil || address["region"] != nil || address["title"] != nil || address["city"] != "Umeå" {
			t.Errorf("%s: %v", name, address)
		}
		if who := read["customer"].(tree); who["title"] != nil || who["gender"] != nil {
			t.Errorf("%s: the customer is still %v", name, who)
		}
	}
}

// A shipping address of its own is the merchant's word and stays.
func TestShippingAddressOfItsOwn(t *testing.T) {
	p := newProvider(t)
	parcel := tree{"given_name": "Bo", "family_name": "Neighbour", "street_address": "Kajen 7", "street_address2": "Port 2", "postal_code": "41104", "city": "Göteborg", "country": "SE", "region": "O"}
	_, shipping := p.typedOver(home(), with(payer(), tree{"city": "Umeå", "postal_code": "90325"}), nil, tree{"shipping_address": parcel})
	for name, want := range parcel {
		if shipping[name] != want {
			t.Errorf("%s is %v, want %v", name, shipping[name], want)
		}
	}
}

// The same rule for a Checkout order, whichever way the payer's word comes in.
func TestCheckoutAddressIsOneAddress(t *testing.T) {
	given := tree{
		"given_name": "Alice", "family_name": "Test", "title": "Mr", "care_of": "Bo", "organization_name": "Lamps Ltd", "attention": "Desk 4", "reference": "R",
		"street_address": "Södra Blasieholmshamnen 2", "street_address2": "Apt 4", "postal_code": "11148", "city": "Stockholm", "region": "AB", "country": "se",
	}
	moved := with(payer(), tree{"given_name": "Kim", "street_address": "Storgatan 1", "city": "Umeå", "postal_code": "90325"})
	for _, steps := range []string{"revise", "authorize", "both"} {
		p := newProvider(t)
		id := p.checkout(tree{"billing_address": given, "customer": tree{"gender": "male", "date_of_birth": "1970-07-10"}})
		if steps != "authorize" {
			p.revise(id, moved, "")
		}
		if steps != "revise" {
			who := attempt("a", moved, "")
			who["amount"] = 22500
			p.must(http.StatusOK, "POST", "/playground/v1/checkout/"+id+"/authorize", who)
			who["otp"] = "123456"
			p.must(http.StatusOK, "POST", "/playground/v1/checkout/"+id+"/authorize", who)
		}
		var got tree
		p.must(http.StatusOK, "GET", "/checkout/v3/orders/"+id, nil).into(t, &got)
		want := tree{
			"given_name": "Kim", "family_name": "Test", "email": "customer@email.se",
			"street_address": "Storgatan 1", "postal_code": "90325", "city": "Umeå", "country": "se",
		}
		for _, name := range []string{"billing_address", "shipping_address"} {
			if diff := cmp.Diff(want, got[name]); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s", steps, name, diff)
			}
		}
		if diff := cmp.Diff(tree{}, got["customer"]); diff != "" {
			t.Errorf("%s: the customer is still another:\n%s", steps, diff)
		}
	}
}

// What a payer removed stays removed, though the shop sends it again.
func TestWhatThePayerRemovedStaysAway(t *testing.T) {
	p := newProvider(t)
	given := with(home(), tree{"street_address2": "Apt 4", "phone": nil})
	removed := with(payer(), tree{"whole_address": true})
	billing, shipping := p.typedOver(given, removed, given, nil)
	if billing["street_address2"] != "" || shipping["street_address2"] != "" {
		t.Errorf("%v, %v", billing["street_address2"], shipping["street_address2"])
	}
	// Nor does a region come to the place that the payer moved to.
	billing, _ = p.typedOver(home(), with(payer(), tree{"street_address": "Storgatan 1", "city": "Umeå", "postal_code": "90325"}), with(home(), tree{"region": "AB", "title": "Ms"}), nil)
	if billing["region"] != "" || billing["title"] != "Ms" {
		t.Errorf("region %v, title %v", billing["region"], billing["title"])
	}
	// What the session never said may still come with the order.
	billing, _ = p.typedOver(with(given, tree{"street_address2": nil}), removed, given, nil)
	if billing["street_address2"] != "Apt 4" {
		t.Errorf("added: %v", billing["street_address2"])
	}
}

// Americans, Australians and Canadians have a state, and it reaches the order.
func TestStatesReachTheOrder(t *testing.T) {
	for country, c := range map[string]struct {
		place     tree
		typed     string
		want      string
		mandatory bool
	}{
		"US": {tree{"street_address": "12 Oak Street", "postal_code": "60601", "city": "Chicago"}, "IL", "IL", true},
		"AU": {tree{"street_address": "4 Wharf St", "postal_code": "4877", "city": "Port Douglas"}, "QLD", "QLD", true},
		"CA": {tree{"street_address": "2693 Byron Rd", "postal_code": "V7H 1L9", "city": "North Vancouver"}, "BC", "BC", false},
	} {
		p := newProvider(t)
		cart := with(marketCart(country), tree{"billing_address": tree{"given_name": "Alice", "family_name": "Test", "region": "ZZ", "street_address": "1 Elm", "city": "Old", "country": country}})
		id := p.open(cart)
		who := with(with(payer(), c.place), tree{"country": country, "whole_address": true})
		try := with(attempt("a", who, ""), tree{"currency": cart["purchase_currency"], "category": "pay_now"})
		if v := p.authorize(id, try); c.mandatory && (v.Result != "incorrect" || !slices.Equal(v.Fields, []string{"region"})) {
			t.Errorf("%s without a state: %+v", country, v)
		}
		try = with(try, tree{"key": "b", "payer": with(who, tree{"region": c.typed})})
		p.authorize(id, try)
		v := p.authorize(id, with(try, tree{"otp": "123456"}))
		if v.Token == "" {
			t.Fatalf("%s: %+v", country, v)
		}
		var placed tree
		p.must(http.StatusOK, "POST", "/payments/v1/authorizations/"+v.Token+"/order", cart).into(t, &placed)
		billing := p.read(placed["order_id"].(string))["billing_address"].(tree)
		if billing["region"] != c.want || billing["city"] != c.place["city"] || billing["street_address2"] != "" {
			t.Errorf("%s: %v", country, billing)
		}
	}
}
