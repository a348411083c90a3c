package locale

import (
	"slices"
	"strings"
	"testing"
)

// published are the locales of docs/markets.md, and Arabic.
var published = []string{
	"de-AT", "en-AT", "en-AU", "nl-BE", "fr-BE", "en-BE", "en-CA", "fr-CA", "de-CH", "fr-CH", "it-CH", "en-CH", "cs-CZ", "en-CZ",
	"de-DE", "en-DE", "da-DK", "en-DK", "es-ES", "en-ES", "fi-FI", "sv-FI", "en-FI", "fr-FR", "en-FR", "en-GB", "el-GR", "en-GR",
	"hu-HU", "en-HU", "en-IE", "it-IT", "en-IT", "en-MX", "es-MX", "nl-NL", "en-NL", "nb-NO", "en-NO", "en-NZ", "pl-PL", "en-PL",
	"pt-PT", "en-PT", "ro-RO", "en-RO", "sv-SE", "en-SE", "sk-SK", "en-SK", "en-US", "es-US", "ar-SE",
}

// neighbours are locales that no market publishes, but that shops and browsers
// send: other regions, other spellings, the written forms of Norwegian.
var neighbours = []string{
	"de-LI", "de-LU", "de_CH", "DE-ch", "de-Latn-CH", "de-CH-1996", "fr-LU", "fr_CH", "it-SM", "pt-BR", "es-419", "es-AR",
	"no-NO", "no", "nn-NO", "nn", "nb", "da-GL", "sv-AX", "nl-SR", "el-CY", "ro-MD", "ar-EG",
}

// alike are messages that a language rightly writes as English does.
var alike = map[string][]string{
	"*":  {"method.klarna", "plan.line", "day", "frame.shop_title", "region.label", "date", "time", "sms.test", "email.label"},
	"da": {"summary.subtotal", "button.download", "module.email", "outcome.reference"},
	"nl": {"plan.cost"},
	"sv": {"plan.cost"},
	"de": {"month.april", "month.august", "month.september", "month.november"},
	"es": {"summary.subtotal", "summary.total", "frame.error_title"},
	"fr": {"summary.total"},
	"pt": {"summary.subtotal", "summary.total"},
	"ro": {"summary.subtotal", "summary.total"},
}

// A locale that is written in its own language says nothing in English: not
// one message falls back past its own catalogue.
func TestNoLocaleFallsBackToEnglish(t *testing.T) {
	english := catalogue(t, "en.json")
	for _, tag := range slices.Concat(published, neighbours) {
		l := Match(tag)
		if l.Tag() == "en" {
			if !strings.HasPrefix(tag, "en-") {
				t.Errorf("%s is written in English", tag)
			}
			continue
		}
		for key, forms := range english {
			if got := l.Text(key); got == Match("en").Text(key) && len(forms["other"]) > 0 && !same(l.Tag(), key) {
				t.Errorf("%s: %s says the English %q", tag, key, got)
			}
		}
	}
}

func same(tag, key string) bool {
	return slices.Contains(alike["*"], key) || slices.Contains(alike[tag], key)
}

// A region's catalogue is complete: what it does not say its language says.
func TestARegionSaysWhatItsLanguageSays(t *testing.T) {
	german := catalogue(t, "de.json")
	own := catalogue(t, "de-CH.json")
	for key := range german {
		if _, refined := own[key]; refined {
			continue
		}
		if got, want := Match("de-CH").Text(key), Match("de-DE").Text(key); got != want && key != "time" {
			t.Errorf("de-CH: %s is %q, de-DE says %q", key, got, want)
		}
	}
	if got := Match("de-CH").Count("summary.lines", 1); got != "1 Artikel" {
		t.Errorf("de-CH counts %q", got)
	}
}

// A region's own words are for nobody else: no other region gets them by being
// near.
func TestARegionDoesNotSpreadToOthers(t *testing.T) {
	for _, tag := range []string{"en", "en-CA", "en-MX", "en-SE", "en-PH", "en-CH"} {
		if got := Match(tag).Text("postal_code.label"); got != "Postal code" {
			t.Errorf("%s says %q", tag, got)
		}
	}
	for _, tag := range []string{"de", "de-DE", "de-AT", "de-LU", "de-BE"} {
		if got := Match(tag).Text("street_address.label"); got != "Straße und Hausnummer" {
			t.Errorf("%s says %q", tag, got)
		}
	}
}

// A browser that asks for Swiss German gets Swiss German, and one that asks
// first for a language we lack gets the next.
func TestAcceptSpeaksTheRegionsOwn(t *testing.T) {
	for header, want := range map[string]string{
		"de-CH": "de-CH", "de-CH,de;q=0.9,en;q=0.8": "de-CH", "de-AT,de-CH;q=0.5": "de",
		"fr-CH, fr;q=0.9, en;q=0.8, *;q=0.5": "fr", "ja,nn-NO;q=0.8": "nb", "en-GB,en-US;q=0.9": "en-GB", "en-CA,en-US;q=0.9": "en", "en-US,en;q=0.9": "en-US", "sv-FI": "sv",
		"pt-BR,pt;q=0.9": "pt", "no": "nb", "zh-CN,zh;q=0.9": "en", "ja;q=1,de-CH;q=0.2": "de-CH",
	} {
		if got := Accept(header).Locale(); got != want {
			t.Errorf("%q is answered in %s, want %s", header, got, want)
		}
	}
}
