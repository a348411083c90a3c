package view

import (
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

func fieldOf(t *testing.T, v hpp.PageView, name string) Field {
	t.Helper()
	for f := range ForPay(v, here).Pay.Details.all() {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("the form has no %s", name)
	return Field{}
}

// A state follows from the postal code: where an address names one, it can be
// chosen by a list, and must be only where it was missed. Elsewhere only what
// the merchant gave is shown.
func TestRegionCanBeChosenWhereAddressesNameOne(t *testing.T) {
	for _, test := range []struct {
		country, given, label, kind string
		options                     int // with the empty one
		empty, selected             string
	}{
		{"US", "", "State (optional)", "text", 60, "From your postal code", ""},
		{"US", "NY", "State (optional)", "text", 60, "From your postal code", "NY"},
		{"US", "new york", "State (optional)", "text", 60, "From your postal code", "NY"},
		{"US", "Elsewhere", "State (optional)", "text", 61, "", "Elsewhere"},
		{"AU", "QLD", "State (optional)", "text", 9, "From your postal code", "QLD"},
		{"CA", "", "Province or territory (optional)", "text", 14, "From your postal code", ""},
		{"MX", "cdmx", "State (optional)", "text", 33, "From your postal code", "CMX"},
		{"GB", "Kent", "Region (optional)", "text", 0, "", ""},
		{"SE", "", "Region", "hidden", 0, "", ""},
	} {
		v := visited(hpp.PagePay, hpp.Waiting)
		v.Payer.Country, v.Payer.Region = test.country, test.given
		f := fieldOf(t, v, "region")
		selected, empty := "", ""
		for _, o := range f.Options {
			if o.Value == f.Value {
				selected = o.Value
			}
			if o.Value == "" {
				empty = o.Name
			}
		}
		if f.Label != test.label || f.Type != test.kind || len(f.Options) != test.options || selected != test.selected || empty != test.empty || f.Required {
			t.Errorf("%s, given %q: %q %s, %d options, %q chosen, %q for none, required %t", test.country, test.given, f.Label, f.Type, len(f.Options), selected, empty, f.Required)
		}
	}
}

// A state that the postal code does not decide stands open, and has to be chosen.
func TestRegionThatWasMissedStandsOpen(t *testing.T) {
	v := visited(hpp.PagePay, hpp.Waiting)
	more := ForCorrection(v, here, Correction{Payer: hpp.Payer{Country: "AU", PostalCode: "0872"}, Fields: []string{"region"}, Refused: true}).Pay.Details.More
	for _, f := range more.Fields {
		if f.Name == "region" && (f.Label != "State" || !f.Required || f.Error != "Choose your state or province" || f.Options[0].Name != "") {
			t.Errorf("%+v", f)
		}
	}
	if !more.Open {
		t.Error("the state is hidden")
	}
}

// What may stay empty says so, in every language; all else is required.
func TestOptionalFieldsSaySo(t *testing.T) {
	for _, locale := range []string{"en-US", "de-CH", "sv-SE", "ar-SE"} {
		v := visited(hpp.PagePay, hpp.Waiting)
		v.Purchase.Locale, v.Payer.Country = locale, "US"
		d := ForPay(v, here).Pay.Details
		for _, f := range d.Fields {
			if strings.Contains(f.Label, "(") || !f.Required {
				t.Errorf("%s: %s is labelled %q, required %t", locale, f.Name, f.Label, f.Required)
			}
		}
		for _, f := range d.More.Fields {
			if said := strings.Contains(f.Label, "("); said == (f.Name == "country") || f.Required {
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
