package storybook

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/openhpp/openhpp/internal/locale"
	"github.com/openhpp/openhpp/internal/page"
	"github.com/openhpp/openhpp/internal/subdivision"
)

var (
	letters  = regexp.MustCompile(`\pL{2,}`)
	sentence = regexp.MustCompile(`^\p{Lu}\p{Ll}| `)
)

// readOut are the attributes that are read out or shown, beside the texts that
// scripts write into the page: those hold a blank or begin like a sentence.
var readOut = []string{"aria-label", "title", "alt", "placeholder"}

// textsOf lists what people read on a screen: each text, and each label of a
// control.
func textsOf(t *testing.T, story Story, lang string) map[string]bool {
	t.Helper()
	var out bytes.Buffer
	if err := page.Render(&out, story.Screen(lang), "nonce", ""); err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	add := func(text string) {
		if text = strings.TrimSpace(text); letters.MatchString(text) {
			found[text] = true
		}
	}
	skip := false
	for tokens := html.NewTokenizer(&out); tokens.Next() != html.ErrorToken; {
		token := tokens.Token()
		switch token.Type {
		case html.StartTagToken, html.EndTagToken:
			skip = token.Type == html.StartTagToken && (token.Data == "style" || token.Data == "script")
			for _, a := range token.Attr {
				if slices.Contains(readOut, a.Key) || strings.HasPrefix(a.Key, "data-") && sentence.MatchString(a.Val) {
					add(a.Val)
				}
			}
		case html.TextToken:
			if !skip {
				add(token.Data)
			}
		}
	}
	return found
}

// Nothing that is read on a screen stays as it is in English when the language
// changes, but for names, data and words that are the same in both.
func TestNoTextStaysInEnglish(t *testing.T) {
	for _, lang := range locale.Languages() {
		if lang == "en" {
			continue
		}
		own := locale.Match(lang)
		reported := map[string]bool{}
		for _, story := range Stories() {
			english := textsOf(t, story, "en")
			for text := range textsOf(t, story, lang) {
				if english[text] && !reported[text] && !isData(text) && !saysSo(t, own, text) {
					reported[text] = true
					t.Errorf("%s in %s says %q", story.Name, lang, text)
				}
			}
		}
	}
}

// saysSo reports whether a message of a language is exactly this text, or the
// name of a country in it.
func saysSo(t *testing.T, l locale.Language, text string) bool {
	t.Helper()
	for _, country := range l.Countries([]string{"AT", "AU", "BE", "CA", "FI", "FR", "MX", "NZ", "PT", "RO", "SK"}) {
		if country.Name == text {
			return true
		}
	}
	file, err := os.ReadFile("../../locale/catalogues/" + l.Tag() + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var messages map[string]any
	if err := json.Unmarshal(file, &messages); err != nil {
		t.Fatal(err)
	}
	for _, message := range messages {
		if message == text {
			return true
		}
	}
	return false
}

var (
	// An amount whose currency is written alike.
	amount = regexp.MustCompile(`^[\d\s\x{a0}\x{202f}.,−-]+\p{L}+[$¥]?$`)
	// data are what merchants, payers and tests write, in the language they choose.
	data = regexp.MustCompile(`Nordic Cycles|Alice Test|Södra Blasieholmshamnen|example\.(com|org)|[<"]|שלום עולם|Å{9}|^(K4MZ9T2W|7KQ2MX9R4T)$|^\d{4}-\d\d-\d\d \d\d:\d\d UTC$|^550 5\.1\.1 |` +
		`^(Spare part, number \d+, .*|City bicycle, 7 gears|Lamp|One year of the cycling magazine|Pay odd|` +
		`City bicycle|Autumn sale for members of .*|Gift card …4711|Express|Sales tax|Dyneema cord|Donaudampf\pL+|Taken back|` +
		`Parcel box|Delivery to the door|Collect in the shop|Ready in two hours|Tomorrow between 17 and 21|` +
		`The last one was just sold\. Please choose another colour\.)$`)
)

func isData(text string) bool {
	if amount.MatchString(text) || data.MatchString(text) {
		return true
	}
	return slices.ContainsFunc(locale.Names(), func(n locale.Named) bool { return n.Name == text }) ||
		slices.ContainsFunc(subdivision.Of("US"), func(s subdivision.Subdivision) bool { return s.Name == text })
}
