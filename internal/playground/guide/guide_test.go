package guide_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/playground"
	"github.com/openhpp/openhpp/internal/playground/guide"
	"github.com/openhpp/openhpp/internal/provider/market"
)

// Everything the tables know is on the page and in the documents.
func TestComplete(t *testing.T) {
	w := httptest.NewRecorder()
	guide.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, guide.Path, nil))
	page := w.Body.String()
	var documents string
	for _, name := range []string{"test-data.md", "markets.md"} {
		text, err := os.ReadFile("../../../docs/" + name)
		if err != nil {
			t.Fatal(err)
		}
		documents += string(text)
	}
	facts := playground.Reasons()
	for _, trigger := range playground.Triggers {
		facts = append(facts, trigger.Result)
	}
	for _, m := range market.All() {
		facts = append(facts, playground.PersonOf(m.Country).DeniedPhone, playground.PersonOf(m.Country).DateOfBirth, m.Currency, strings.Join(m.Locales, ", "))
	}
	for _, fact := range facts {
		if !strings.Contains(strings.ReplaceAll(page, "&#43;", "+"), fact) {
			t.Errorf("the page lacks %q", fact)
		}
		if !strings.Contains(documents, fact) {
			t.Errorf("the documents lack %q", fact)
		}
	}
}

// One document under a policy that allows its own style and script and nothing else.
func TestPolicy(t *testing.T) {
	w := httptest.NewRecorder()
	guide.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, guide.Path, nil))
	policy := w.Header().Get("Content-Security-Policy")
	if !strings.HasPrefix(policy, "default-src 'none'; script-src 'sha256-") || strings.Contains(policy, "unsafe") {
		t.Error(policy)
	}
	for _, foreign := range []string{"src=", "http://", "https://", " style="} {
		if strings.Contains(w.Body.String(), foreign) {
			t.Errorf("the page holds %q", foreign)
		}
	}
}

// Each table is one landmark, under a name of its own.
func TestLandmarksHaveNamesOfTheirOwn(t *testing.T) {
	html, err := os.ReadFile("page.html")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(html), `aria-labelledby="title-{{$i}}"`); n != 1 {
		t.Errorf("%d landmarks share the name of a table", n)
	}
}
