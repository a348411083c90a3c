package storybook

import (
	"bytes"
	"encoding/json"
	"html"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/locale"
	"github.com/openhpp/openhpp/internal/page"
)

// Every screen speaks one language: nothing of ours on it is English, whatever
// the locale's region.
func TestNoScreenMixesLanguages(t *testing.T) {
	text, err := os.ReadFile("../../locale/catalogues/en.json")
	if err != nil {
		t.Fatal(err)
	}
	var english map[string]any
	if err := json.Unmarshal(text, &english); err != nil {
		t.Fatal(err)
	}
	for _, lang := range append(slices.DeleteFunc(locale.Languages(), func(tag string) bool { return tag == "en" }), "de-CH", "fr-CA", "es-MX", "nn-NO") {
		whole := locale.Match(locale.Match(lang).Tag()) // without its region
		for _, story := range Stories() {
			var out bytes.Buffer
			if err := page.Render(&out, story.Screen(lang), "nonce", ""); err != nil {
				t.Fatal(err)
			}
			shown := html.UnescapeString(out.String())
			for key, message := range english {
				sentence, ok := message.(string)
				// Words alone may be the same elsewhere, or a merchant's.
				if !ok || strings.Contains(sentence, "{") || !strings.Contains(sentence, " ") || whole.Text(key) == sentence {
					continue
				}
				if strings.Contains(shown, ">"+sentence+"<") {
					t.Errorf("%s in %s says %q", story.Name, lang, sentence)
				}
			}
		}
	}
}
