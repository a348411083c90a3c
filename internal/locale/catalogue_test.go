package locale

import (
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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

func TestEveryCatalogueSaysTheSame(t *testing.T) {
	english := catalogue(t, "en.json")
	for _, name := range catalogueFiles(t) {
		t.Run(name, func(t *testing.T) {
			messages := catalogue(t, name)
			whole := !regional(language.MustParse(strings.TrimSuffix(name, ".json")))
			for key, want := range english {
				forms, ok := messages[key]
				if !ok {
					if whole {
						t.Errorf("%s is missing", key)
					}
					continue
				}
				if _, plural := want["one"]; plural && len(forms) < 2 && whole {
					t.Errorf("%s has no plural forms", key)
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
	if diff := cmp.Diff([]string{"en", "sv"}, Languages()); diff != "" {
		t.Error(diff)
	}
}
