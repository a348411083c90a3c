package app

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestBelow(t *testing.T) {
	var seen string
	handler := stripBasePaths(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen = r.URL.EscapedPath() }),
		"https://pay.example.com/sub/path", "https://api.example.com/api", "https://none.example.com", "https://slash.example.com/")
	for path, want := range map[string]string{
		"/sub/path/eu/hpp": "/eu/hpp", "/api/hpp/v1/sessions": "/hpp/v1/sessions", "/hpp/v1/sessions": "/hpp/v1/sessions",
		"/sub/pathological": "/sub/pathological", "/sub/path": "/sub/path", "/sub/path/a%2Fb": "/a%2Fb", "/sub%2Fpath/a": "/sub%2Fpath/a", "/": "/",
	} {
		handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		if seen != want {
			t.Errorf("%s is served as %s, want %s", path, seen, want)
		}
	}
}
