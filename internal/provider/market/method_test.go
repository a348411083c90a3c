package market_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/openhpp/openhpp/internal/provider/market"
)

// A shop prints the names it is given: each market's locale gets its own.
func TestMethodNamesAreInTheLocalesLanguage(t *testing.T) {
	for _, m := range market.All() {
		for _, locale := range append(m.Locales, "nn-NO", "no-NO", "de_CH", "pt-BR", "ar-SE") {
			page := pageNames(t, locale)
			for _, category := range []string{"pay_later", "pay_over_time", "pay_now", "direct_bank_transfer", "direct_debit"} {
				method, _ := market.MethodOf(category)
				if got, want := method.Name(locale), page["method."+category]; got != want || got == "" {
					t.Errorf("%s: %s is called %q, the page says %q", locale, category, got, want)
				}
			}
		}
	}
	later, _ := market.MethodOf("pay_later")
	if got := later.Name("ja-JP"); got != "Pay later" {
		t.Errorf("a language that is not spoken gets %q", got)
	}
}

// pageNames are the texts of the page's catalogue for a locale's language.
func pageNames(t *testing.T, locale string) map[string]string {
	t.Helper()
	language := locale[:2]
	if language == "nn" || language == "no" {
		language = "nb"
	}
	text, err := os.ReadFile("../../locale/catalogues/" + language + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for key, value := range all {
		if text, ok := value.(string); ok {
			names[key] = text
		}
	}
	return names
}
