package view

import (
	"slices"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

func fieldOf(t *testing.T, v hpp.PageView, name string) Field {
	t.Helper()
	for _, f := range ForPay(v, here).Pay.Fields {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("the form has no %s", name)
	return Field{}
}

// Where an address names a state, the form asks for it by a list; elsewhere
// only for what the merchant gave.
func TestRegionIsAskedForWhereAddressesNameOne(t *testing.T) {
	for _, test := range []struct {
		country, given, label, kind string
		options                     int // with the empty one
		selected                    string
		required                    bool
	}{
		{"US", "", "State", "text", 60, "", true},
		{"US", "NY", "State", "text", 60, "NY", true},
		{"US", "new york", "State", "text", 60, "NY", true},
		{"US", "Elsewhere", "State", "text", 61, "Elsewhere", true},
		{"AU", "QLD", "State", "text", 9, "QLD", true},
		{"CA", "", "Province or territory (optional)", "text", 14, "", false},
		{"GB", "Kent", "Region (optional)", "text", 0, "", false},
		{"SE", "", "Region", "hidden", 0, "", false},
	} {
		v := visited(hpp.PagePay, hpp.Waiting)
		v.Payer.Country, v.Payer.Region = test.country, test.given
		f := fieldOf(t, v, "region")
		selected := ""
		for _, o := range f.Options {
			if o.Value == f.Value {
				selected = o.Value
			}
		}
		if f.Label != test.label || f.Type != test.kind || len(f.Options) != test.options || selected != test.selected || f.Required != test.required && f.Type != "hidden" {
			t.Errorf("%s, given %q: %q %s, %d options, %q chosen, required %t", test.country, test.given, f.Label, f.Type, len(f.Options), selected, f.Required)
		}
	}
}

func TestSecondLineIsShownWhereUsualOrGiven(t *testing.T) {
	for _, test := range []struct {
		country, given string
		shown          bool
	}{{"US", "", true}, {"GB", "", true}, {"SE", "", false}, {"SE", "lgh 1101", true}} {
		v := visited(hpp.PagePay, hpp.Waiting)
		v.Payer.Country, v.Payer.StreetAddress2 = test.country, test.given
		if f := fieldOf(t, v, "street_address2"); (f.Type != "hidden") != test.shown || f.Value != test.given {
			t.Errorf("%s, given %q: %+v", test.country, test.given, f)
		}
	}
}

// What may stay empty says so, in every language; all else is required.
func TestOptionalFieldsSaySo(t *testing.T) {
	optional := []string{"phone", "date_of_birth", "street_address2"}
	for _, locale := range []string{"en-US", "de-CH", "sv-SE", "ar-SE"} {
		v := visited(hpp.PagePay, hpp.Waiting)
		v.Purchase.Locale, v.Payer.Country = locale, "US"
		for _, f := range ForPay(v, here).Pay.Fields {
			said := strings.Contains(f.Label, "(")
			if want := slices.Contains(optional, f.Name); said != want || f.Required == want {
				t.Errorf("%s: %s is labelled %q, required %t", locale, f.Name, f.Label, f.Required)
			}
		}
	}
}

// A wrong phone number is answered with one of the payer's own country.
func TestPhoneExampleIsOfTheCountry(t *testing.T) {
	for country, want := range map[string]string{"GB": "+44", "DE": "+49", "US": "+1 ", "MX": "+52", "SE": "+46", "XX": "+46"} {
		v := visited(hpp.PagePay, hpp.Waiting)
		s := ForCorrection(v, here, Correction{Payer: hpp.Payer{Country: country, Phone: "x"}, Fields: []string{"billing_address.phone"}, Refused: true})
		if got := s.Pay.Errors.Items[0].Text; !strings.Contains(got, want) || strings.Contains(got, "{{") {
			t.Errorf("%s: %q", country, got)
		}
	}
	for _, market := range Markets {
		if phoneExamples[market] == "" {
			t.Errorf("%s has no example", market)
		}
	}
}
