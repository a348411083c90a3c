package market_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/provider/market"
	"github.com/openhpp/openhpp/internal/typed/phone"
	"github.com/openhpp/openhpp/internal/typed/postalcode"
)

// table repeats docs/spec/provider.md H.1 and the postal codes and phones of E.3: what
// the data file says is checked against a second hand.
var table = []struct{ country, currency, locales, postal, approved, denied string }{
	{"AT", "EUR", "de-AT en-AT", "1060", "+4306762600456", "+4306762600745"},
	{"AU", "AUD", "en-AU", "4877", "+61473752244", "+61473763254"},
	{"BE", "EUR", "nl-BE fr-BE en-BE", "1000", "+32485121291", "+32485212123"},
	{"CA", "CAD", "en-CA fr-CA", "V7H 1L9", "+15197438620", "+15197308624"},
	{"CH", "CHF", "de-CH fr-CH it-CH en-CH", "4051", "+41758680000", "+41758680001"},
	{"CZ", "CZK", "cs-CZ en-CZ", "155 00", "+420771613715", "+420771623691"},
	{"DE", "EUR", "de-DE en-DE", "10178", "+49017614284340", "+49017610927312"},
	{"DK", "DKK", "da-DK en-DK", "1556", "+4542555628", "+4552555348"},
	{"ES", "EUR", "es-ES en-ES", "28012", "+34672563009", "+34682425101"},
	{"FI", "EUR", "fi-FI sv-FI en-FI", "00100", "+358401234567", "+358401234568"},
	{"FR", "EUR", "fr-FR en-FR", "75009", "+33689854321", "+33687984322"},
	{"GB", "GBP", "en-GB", "W1S 3BE", "+447755564318", "+447355505530"},
	{"GR", "EUR", "el-GR en-GR", "151 23", "+306945553624", "+306945553625"},
	{"HU", "HUF", "hu-HU en-HU", "1083", "+36300102692", "+36705553575"},
	{"IE", "EUR", "en-IE", "D02 C838", "+353855351400", "+353855351401"},
	{"IT", "EUR", "it-IT en-IT", "00146", "+393339741231", "+393312232389"},
	{"MX", "MXN", "en-MX es-MX", "03000", "+525593747739", "+525593747740"},
	{"NL", "EUR", "nl-NL en-NL", "1068 SR", "+31689124321", "+31632167678"},
	{"NO", "NOK", "nb-NO en-NO", "0194", "+4740123456", "+4740123457"},
	{"NZ", "NZD", "en-NZ", "6011", "+6427555290", "+642993007712"},
	{"PL", "PLN", "pl-PL en-PL", "01-460", "+48795222223", "+48795223325"},
	{"PT", "EUR", "pt-PT en-PT", "1990-094", "+351935556731", "+351915593837"},
	{"RO", "RON", "ro-RO en-RO", "061357", "+40741209876", "+40707127444"},
	{"SE", "SEK", "sv-SE en-SE", "11 148", "+46701740615", "+46701740620"},
	{"SK", "EUR", "sk-SK en-SK", "810 06", "+421905123456", "+421905123457"},
	{"US", "USD", "en-US es-US", "10024-3941", "+13106683312", "+13106354386"},
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
		if m.Denies(want.approved) || !m.Denies(want.denied) {
			t.Errorf("%s: phones judged wrongly", want.country)
		}
		if !phone.Possible(want.approved) || !phone.Possible(want.denied) {
			t.Errorf("%s: phones are no phones", want.country)
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

func TestDenies(t *testing.T) {
	se, _ := market.Of("SE")
	for phone, want := range map[string]bool{
		"+46701740620": true, "+46 70-174 06 20": true, "0701740620": true, "070 174 06 20": true, "0046701740620": true, "+460701740620": true,
		"": false, "+46701740621": false, "+45701740620": false, "701740620": true,
	} {
		if got := se.Denies(phone); got != want {
			t.Errorf("%q: %v", phone, got)
		}
	}
}
