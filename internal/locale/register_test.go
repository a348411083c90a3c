package locale

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// registerRow is a row of docs/languages.md: a language, how it speaks, its
// quotation marks, and the words that would break its register.
var registerRow = regexp.MustCompile(`(?m)^\| ([a-z]{2}) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$`)

func registers(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("../../docs/languages.md")
	if err != nil {
		t.Fatal(err)
	}
	never := map[string][]string{}
	for _, row := range registerRow.FindAllStringSubmatch(string(text), -1) {
		never[row[1]] = strings.Split(row[4], ", ")
	}
	return never
}

// wordsOf are the words of a text as they are written, without what is filled in.
func wordsOf(text string) []string {
	return strings.FieldsFunc(placeholder.ReplaceAllString(text, " "), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r)
	})
}

// Each language speaks to the payer in one register: nobody is a friend on one
// screen and a stranger on the next.
func TestOneRegisterPerLanguage(t *testing.T) {
	never := registers(t)
	for _, tag := range Languages() {
		if len(never[tag]) < 2 {
			t.Errorf("docs/languages.md does not say how %s speaks", tag)
		}
	}
	for _, name := range catalogueFiles(t) {
		words := never[name[:2]]
		for key, forms := range catalogue(t, name) {
			for _, text := range forms {
				for _, word := range wordsOf(text) {
					if slices.Contains(words, word) {
						t.Errorf("%s: %s says %q: %q", name, key, word, text)
					}
				}
			}
		}
	}
}

// signs are marks that have a better one, and blanks in the wrong place.
var signs = map[string]*regexp.Regexp{
	"a typewriter's quotation mark":      regexp.MustCompile(`["'` + "`" + `]`),
	"three dots instead of …":            regexp.MustCompile(`\.\.\.`),
	"a hyphen for a pause":               regexp.MustCompile(` - `),
	"a pause that may begin a line":      regexp.MustCompile(`[^}] –`),
	"two blanks":                         regexp.MustCompile(`  `),
	"a blank at an end":                  regexp.MustCompile(`^\s|\s$`),
	"a blank that breaks before a unit":  regexp.MustCompile(`(\d|\}\}) (s|min|%)([\s.,)]|$)`),
	"a blank before a full stop or such": regexp.MustCompile(`[ \x{a0}\x{202f}][.,]`),
}

// frenchSigns are set apart by a blank that does not break.
var frenchSigns = regexp.MustCompile(`[^\x{a0}\x{202f}?!][?!;:](\s|$)|«[^\x{a0}\x{202f}]|[^\x{a0}\x{202f}]»`)

func TestTypography(t *testing.T) {
	for _, name := range catalogueFiles(t) {
		for key, forms := range catalogue(t, name) {
			for _, text := range forms {
				for fault, sign := range signs {
					if sign.MatchString(text) {
						t.Errorf("%s: %s has %s: %q", name, key, fault, text)
					}
				}
				if strings.HasPrefix(name, "fr") && frenchSigns.MatchString(text) {
					t.Errorf("%s: %s lacks a blank that does not break: %q", name, key, text)
				}
				if !strings.HasPrefix(name, "fr") && regexp.MustCompile(`\pL[ \x{a0}][?!;:]`).MatchString(text) {
					t.Errorf("%s: %s sets a sign apart as French does: %q", name, key, text)
				}
			}
		}
	}
}

// sameInEnglish are messages that some language writes as English does.
var sameInEnglish = []string{
	"Klarna", "TEST", "E-mail", "Region", "Subtotal", "Total", "Reference", "Send e-mail", "April", "August", "September", "November",
	"Error: {{.Title}}", "{{.Amount}} extra",
}

// A message that was copied from the English catalogue and forgotten.
func TestNoMessageStaysInEnglish(t *testing.T) {
	english := catalogue(t, "en.json")
	for _, name := range catalogueFiles(t) {
		if strings.HasPrefix(name, "en") {
			continue
		}
		for key, forms := range catalogue(t, name) {
			text := forms["other"]
			if text == english[key]["other"] && len(wordsOf(text)) > 0 && !slices.Contains(sameInEnglish, text) {
				t.Errorf("%s: %s is English: %q", name, key, text)
			}
		}
	}
}
