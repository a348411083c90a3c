package page

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/csp"
	"github.com/openhpp/openhpp/internal/hpp"
)

func previewed(t *testing.T, p hpp.ProfilePreview, query string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	serverOf(&fake{}, io.Discard).ServePreview(w, httptest.NewRequest(http.MethodGet, "/openhpp/v1/profiles/a/preview"+query, http.NoBody), p)
	return w
}

// A preview is the payer's page, of which nothing can be sent and no script runs.
func TestPreview(t *testing.T) {
	w := previewed(t, hpp.ProfilePreview{Shop: "Lamps", Locale: "sv-SE", Options: hpp.Options{
		LogoURL: "https://lamps.example/logo.png", Brand: hpp.Brand{GroundColor: "#12324a", ColorScheme: hpp.SchemeDark},
	}}, "")
	if w.Code != http.StatusOK || w.Header().Get("Content-Language") != "sv-SE" {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	body := w.Body.String()
	for _, want := range []string{"--ground:#12324a", `content="dark"`, "Förhandsvisning", "Exempelvara", "/pictures/logo.png", `data-testid="pay"`} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
	if regexp.MustCompile(`<script|data-enter|data-watch|data-mark|prefers-color-scheme`).MatchString(body) {
		t.Error("something runs on it, or it is not dark alone")
	}
	policy := w.Header().Get(csp.Header)
	if !strings.Contains(policy, "form-action 'none'") || strings.Contains(policy, "script-src") || strings.Contains(policy, "connect-src") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy %s", policy)
	}
}

func TestPreviewInAnotherLanguage(t *testing.T) {
	if got := previewed(t, hpp.ProfilePreview{Shop: "Lamps", Locale: "sv-SE"}, "?lang=de").Header().Get("Content-Language"); !strings.HasPrefix(got, "de") {
		t.Errorf("%s", got)
	}
	w := previewed(t, hpp.ProfilePreview{Shop: "Lamps", Options: hpp.Options{Categories: []hpp.Category{hpp.DirectDebit}}}, "")
	if body := w.Body.String(); w.Code != http.StatusOK || strings.Count(body, `name="payment_method_category"`) != 1 {
		t.Errorf("%d: not the one method of the profile", w.Code)
	}
}
