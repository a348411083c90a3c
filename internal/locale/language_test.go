package locale

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/language"
)

func TestMatch(t *testing.T) {
	for locale, want := range map[string]string{
		"sv-SE": "sv", "sv-FI": "sv", "sv": "sv", "SV": "sv", "sv_SE": "sv", "sv-SE-SE": "sv",
		"en-US": "en", "en-GB": "en", "EN": "en",
		"de-DE": "de", "nb-NO": "nb", "no-NO": "nb", "nn-NO": "nb", "da-DK": "da", "fi-FI": "fi", "fr-CA": "fr", "es-MX": "es", "pt-BR": "pt",
		"ja-JP": "en", "ar-EG": "ar",
		strings.Repeat("sv-", 99): "en", "": "en", "x": "en", "../../etc": "en", "zz-ZZ": "en", "\x00": "en",
	} {
		if got := Match(locale).Tag(); got != want {
			t.Errorf("Match(%q) is %q, want %q", locale, got, want)
		}
	}
}

func TestTextSpeaksTheLanguage(t *testing.T) {
	for locale, want := range map[string]string{"sv-SE": "E-post", "en-SE": "E-mail", "de-DE": "E-Mail", "fi-FI": "Sähköposti", "ja-JP": "E-mail"} {
		if got := Match(locale).Text("email.label"); got != want {
			t.Errorf("%s: %q, want %q", locale, got, want)
		}
	}
}

func TestTextFillsPlacesLiterally(t *testing.T) {
	evil := `{{.Amount}} <b> "quoted"`
	got := Match("en").Text("paid.what", Values{"Shop": evil}, Values{"Amount": "1 kr"})
	if want := "You have paid 1 kr to " + evil + "."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestRegionRefinesItsLanguage(t *testing.T) {
	for _, test := range []struct{ locale, key, want string }{
		{"en-US", "postal_code.label", "ZIP code"}, {"en-GB", "postal_code.label", "Postcode"}, {"en-IE", "postal_code.label", "Eircode"},
		{"en-CA", "postal_code.label", "Postal code"}, {"en-DE", "postal_code.label", "Postal code"}, {"en-AU", "city.label", "Suburb"},
		{"de-CH", "street_address.label", "Strasse und Hausnummer"}, {"es-MX", "phone.label", "Celular"}, {"fr-CA", "email.label", "Courriel"},
		// What a region does not refine is its language's.
		{"en-US", "email.label", "E-mail"}, {"en-GB", "email.label", "E-mail"}, {"es-MX", "email.label", "Correo electrónico"}, {"fr-CA", "city.label", "Ville"},
	} {
		if got := Match(test.locale).Text(test.key); got != test.want {
			t.Errorf("%s says %q for %s, want %q", test.locale, got, test.key, test.want)
		}
	}
}

func TestCount(t *testing.T) {
	for _, test := range []struct {
		locale string
		n      int
		want   string
	}{
		{"en-GB", 0, "0 items"}, {"en-GB", 1, "1 item"}, {"en-GB", 2, "2 items"},
		{"sv-SE", 1, "1 vara"}, {"sv-SE", 21, "21 varor"},
	} {
		if got := Match(test.locale).Count("summary.lines", test.n); got != test.want {
			t.Errorf("%s, %d: %q, want %q", test.locale, test.n, got, test.want)
		}
	}
}

func TestUnknownKeyIsVisible(t *testing.T) {
	if got := Match("en").Text("no.such.key"); got != "no.such.key" {
		t.Errorf("%q", got)
	}
}

func TestDirection(t *testing.T) {
	for tag, want := range map[string]string{"en": "ltr", "sv": "ltr", "ar": "rtl", "he": "rtl", "zh": "ltr"} {
		if got := (Language{rtl: isRightToLeft(language.MustParse(tag))}).Direction(); got != want {
			t.Errorf("%s is written %s, want %s", tag, got, want)
		}
	}
}

func FuzzMatch(f *testing.F) {
	for _, seed := range []string{"sv-SE", "en", "sv_FI", "zh-Hant-TW", "x-private", "\xff", strings.Repeat("a-", 99)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, locale string) {
		l := Match(locale)
		if tag := l.Tag(); tag != "en" && tag != "sv" {
			t.Errorf("Match(%q) has no catalogue: %q", locale, tag)
		}
		if money := l.Money(250000, "SEK"); !strings.Contains(money, "2") || !utf8.ValidString(money) {
			t.Errorf("Match(%q) writes 2500 as %q", locale, money)
		}
	})
}

func TestLocaleKeepsTheRegion(t *testing.T) {
	for asked, want := range map[string]string{"sv-FI": "sv-FI", "en-SE": "en-SE", "en": "en", "de-AT": "de-AT", "ja-JP": "en-JP", "nn-NO": "nb-NO", "": "en"} {
		if got := Match(asked).Locale(); got != want {
			t.Errorf("%s is written as %s, want %s", asked, got, want)
		}
	}
}
