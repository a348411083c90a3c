package locale

import (
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// catalogue is a file as it is written: each key with its forms.
func catalogue(t *testing.T, name string) map[string]map[string]string {
	t.Helper()
	text, err := files.ReadFile(path.Join("catalogues", name))
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := json.Unmarshal(text, &raw); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	messages := map[string]map[string]string{}
	for key, value := range raw {
		forms := map[string]string{}
		switch value := value.(type) {
		case string:
			forms["other"] = value
		case map[string]any:
			for form, text := range value {
				forms[form] = text.(string)
			}
		}
		messages[key] = forms
	}
	return messages
}

func catalogueFiles(t *testing.T) []string {
	t.Helper()
	entries, err := files.ReadDir("catalogues")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, entry := range entries {
		all = append(all, entry.Name())
	}
	return all
}

var placeholder = regexp.MustCompile(`\{\{\.\w+\}\}`)

func placeholders(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// pluralForms are the forms that whole numbers take in a language (CLDR).
func pluralForms(tag language.Tag) []string {
	names := map[plural.Form]string{
		plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other",
	}
	forms := []string{"other"}
	for n := range 201 {
		name := names[plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)]
		if !slices.Contains(forms, name) {
			forms = append(forms, name)
		}
	}
	return forms
}

// Every locale a purchase can have is written in its own language.
func TestEveryPublishedLocaleIsSpoken(t *testing.T) {
	for _, tag := range published {
		want, _, _ := strings.Cut(tag, "-")
		if got := Match(tag).Tag(); got != want {
			t.Errorf("%s is written in %s", tag, got)
		}
	}
}

// A payer must be able to tell by one sentence what became of the payment.
func TestNoTwoOutcomesShareASentence(t *testing.T) {
	outcomes := regexp.MustCompile(`^(approved|ordered|paid|elsewhere|failed|error|cancelled|expired|disabled|checking|missing|unavailable|(till|self)_[a-z]+)\.(title|what|money|next|onward|gone)$`)
	for _, name := range catalogueFiles(t) {
		seen := map[string]string{}
		for key, forms := range catalogue(t, name) {
			if !outcomes.MatchString(key) {
				continue
			}
			if other, twice := seen[forms["other"]]; twice {
				t.Errorf("%s: %s and %s both say %q", name, key, other, forms["other"])
			}
			seen[forms["other"]] = key
		}
	}
}

func TestEveryCatalogueSaysTheSame(t *testing.T) {
	english := catalogue(t, "en.json")
	for _, name := range catalogueFiles(t) {
		t.Run(name, func(t *testing.T) {
			messages := catalogue(t, name)
			whole := !isRegional(language.MustParse(strings.TrimSuffix(name, ".json")))
			for key, want := range english {
				forms, ok := messages[key]
				if !ok {
					if whole {
						t.Errorf("%s is missing", key)
					}
					continue
				}
				if _, plural := want["one"]; plural && whole {
					for _, form := range pluralForms(language.MustParse(strings.TrimSuffix(name, ".json"))) {
						if forms[form] == "" {
							t.Errorf("%s has no plural form %s", key, form)
						}
					}
				}
				for form, text := range forms {
					if strings.TrimSpace(text) == "" {
						t.Errorf("%s (%s) is empty", key, form)
					}
					if diff := cmp.Diff(placeholders(want["other"]), placeholders(text)); diff != "" {
						t.Errorf("%s (%s) fills other places than in English:\n%s", key, form, diff)
					}
				}
			}
			for key := range messages {
				if _, ok := english[key]; !ok {
					t.Errorf("%s is not a message of the page", key)
				}
			}
		})
	}
}

func TestLanguages(t *testing.T) {
	want := []string{"ar", "cs", "da", "de", "el", "en", "es", "fi", "fr", "hu", "it", "nb", "nl", "pl", "pt", "ro", "sk", "sv"}
	if diff := cmp.Diff(want, Languages()); diff != "" {
		t.Error(diff)
	}
}
