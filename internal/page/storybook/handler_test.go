package storybook

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestHandler(t *testing.T) {
	h := Handler()
	for path, want := range map[string]struct {
		status int
		part   string
	}{
		"/":                         {200, `<a href="/sv/dark/pay">`},
		"/sv/dark/pay":              {200, `content="dark"`},
		"/en/light/pay":             {200, `content="light"`},
		"/en/light/nothing":         {404, ""},
		"/xx/light/pay":             {404, ""},
		"/en/blue/pay":              {404, ""},
		picturePath + "logo.png":    {200, "PNG"},
		picturePath + "harbour.png": {200, "PNG"},
		picturePath + "nothing.png": {404, ""},
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != want.status || !strings.Contains(w.Body.String(), want.part) {
			t.Errorf("%s: %d, want %d with %q", path, w.Code, want.status, want.part)
		}
	}
}

// A theme leaves no question to the browser.
func TestThemesAreFixed(t *testing.T) {
	for _, theme := range Themes {
		w := httptest.NewRecorder()
		Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/en/"+theme+"/pay-branded", nil))
		if strings.Contains(w.Body.String(), "prefers-color-scheme") || strings.Contains(w.Body.String(), "light dark") {
			t.Errorf("%s: the browser still chooses", theme)
		}
	}
}
