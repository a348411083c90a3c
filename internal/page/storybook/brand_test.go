package storybook

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// A page in a brand's colours is no larger than the first answer may be.
func TestABrandIsSmall(t *testing.T) {
	for screen := range colored {
		w := httptest.NewRecorder()
		Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/brand/el/light/0057b8/"+screen, http.NoBody))
		if size := packed(t, w.Body.String()); w.Code != http.StatusOK || size > firstBudget || size < 3000 {
			t.Errorf("%s: %d, %d bytes", screen, w.Code, size)
		}
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/brand/el/light/0057b8/nothing", http.NoBody))
	if w.Code != http.StatusNotFound {
		t.Errorf("no such screen answers %d", w.Code)
	}
}
