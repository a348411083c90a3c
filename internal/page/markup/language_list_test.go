package markup

import (
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/openhpp/openhpp/internal/page/view"
)

func writeList(t *testing.T, c templ.Component) string {
	t.Helper()
	var html strings.Builder
	if err := c.Render(t.Context(), &html); err != nil {
		t.Fatal(err)
	}
	return html.String()
}

// The kept list is the one that the template writes, each time with the address of
// its own page.
func TestKeptLanguageList(t *testing.T) {
	for _, current := range []string{"sv", "en", "sv"} {
		l := &view.Languages{Form: true}
		for _, tag := range []string{"en", "sv"} {
			l.Choices = append(l.Choices, view.Choice{Tag: tag, Name: "<" + tag + ">", Current: tag == current})
		}
		for _, to := range []templ.SafeURL{"/first/language", `/a&b"/language`, "/third/language"} {
			got, want := writeList(t, languageList(l, to)), writeList(t, languageChoices(l, to))
			if got != want || !strings.Contains(got, `aria-current="true"`) || strings.Count(got, "formaction") != 2 {
				t.Errorf("%s, %s:\n%s\nwant\n%s", current, to, got, want)
			}
		}
	}
	keptLists.Range(func(current, parts any) bool {
		if kept := strings.Join(parts.([]string), ""); strings.Contains(kept, "/language") {
			t.Errorf("%s keeps an address: %s", current, kept)
		}
		return true
	})
	keptLists.Clear()
}
