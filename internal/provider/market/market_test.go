package market_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/provider/market"
	"github.com/openhpp/openhpp/internal/typed/phone"
	"github.com/openhpp/openhpp/internal/typed/postalcode"
)

// table repeats docs/spec/provider.md H.1 and the postal codes of E.3: what
// the data file says is checked against a second hand.
var table = []struct{ country, currency, locales, postal string }{
	{"AT", "EUR", "de-AT en-AT", "1060"},
	{"AU", "AUD", "en-AU", "4877"},
	{"BE", "EUR", "nl-BE fr-BE en-BE", "1000"},
	{"CA", "CAD", "en-CA fr-CA", "V7H 1L9"},
	{"CH", "CHF", "de-CH fr-CH it-CH en-CH", "4051"},
	{"CZ", "CZK", "cs-CZ en-CZ", "155 00"},
	{"DE", "EUR", "de-DE en-DE", "10178"},
	{"DK", "DKK", "da-DK en-DK", "1556"},
	{"ES", "EUR", "es-ES en-ES", "28012"},
	{"FI", "EUR", "fi-FI sv-FI en-FI", "00100"},
	{"FR", "EUR", "fr-FR en-FR", "75009"},
	{"GB", "GBP", "en-GB", "W1S 3BE"},
	{"GR", "EUR", "el-GR en-GR", "151 23"},
	{"HU", "HUF", "hu-HU en-HU", "1083"},
	{"IE", "EUR", "en-IE", "D02 C838"},
	{"IT", "EUR", "it-IT en-IT", "00146"},
	{"MX", "MXN", "en-MX es-MX", "03000"},
	{"NL", "EUR", "nl-NL en-NL", "1068 SR"},
	{"NO", "NOK", "nb-NO en-NO", "0194"},
	{"NZ", "NZD", "en-NZ", "6011"},
	{"PL", "PLN", "pl-PL en-PL", "01-460"},
	{"PT", "EUR", "pt-PT en-PT", "1990-094"},
	{"RO", "RON", "ro-RO en-RO", "061357"},
	{"SE", "SEK", "sv-SE en-SE", "11 148"},
	{"SK", "EUR", "sk-SK en-SK", "810 06"},
	{"US", "USD", "en-US es-US", "10024-3941"},
}

func TestTable(t *testing.T) {
	for _, want := range table {
		m, ok := market.Of(strings.ToLower(want.country))
		if !ok || m.Country != want.country || m.Currency != want.currency {
			t.Errorf("%s: %v %s %s", want.country, ok, m.Country, m.Currency)
			continue
		}
		if got := strings.Join(m.Locales, " "); got != want.locales {
			t.Errorf("%s: locales %s", want.country, got)
		}
		if !market.KnownCurrency(strings.ToLower(want.currency)) {
			t.Errorf("%s is not known", want.currency)
		}
		if !postalcode.Valid(want.country, want.postal) || postalcode.Valid(want.country, "?"+want.postal) {
			t.Errorf("%s: postal code %s judged wrongly", want.country, want.postal)
		}
		if !phone.Possible(m.ExamplePhone) || !postalcode.Valid(want.country, m.ExamplePostalCode) {
			t.Errorf("%s: the examples %s and %s are none", want.country, m.ExamplePhone, m.ExamplePostalCode)
		}
	}
	if _, ok := market.Of("JP"); ok || market.KnownCurrency("JPY") {
		t.Error("a market beyond the table")
	}
}

// Every market offers several methods, each with a name and a picture's file name.
func TestCategories(t *testing.T) {
	for _, row := range table {
		m, _ := market.Of(row.country)
		if !slices.Contains(m.Categories, "pay_later") || !slices.Contains(m.Categories, "pay_now") {
			t.Errorf("%s offers %v", row.country, m.Categories)
		}
		for _, category := range m.Categories {
			method, ok := market.MethodOf(category)
			if !ok || method.Name("en-GB") == "" || method.Name("sv-SE") == method.Name("en") || method.Name("pl") == method.Name("en") || method.Name("ja") != method.Name("en") ||
				method.Type == "" || method.OrderType == "" || method.Installments < 1 {
				t.Errorf("%s: %s is %+v", row.country, category, method)
			}
		}
	}
	if _, ok := market.MethodOf("card"); ok {
		t.Error("card is no category")
	}
	for _, country := range []string{"SE", "DE", "US", "GB"} {
		if m, _ := market.Of(country); len(m.Categories) < 3 {
			t.Errorf("%s offers only %v", country, m.Categories)
		}
	}
}
