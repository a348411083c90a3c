package web

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// paths is a small API beside a page.
func paths() http.Handler {
	mux := http.NewServeMux()
	say := func(what string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, what+" "+r.PathValue("id"))
		}
	}
	mux.Handle("POST /hpp/v1/sessions", say("create"))
	mux.Handle("GET /hpp/v1/sessions/{id}", say("read"))
	mux.Handle("DELETE /hpp/v1/sessions/{id}", say("disable"))
	return API(mux, say("page"), "/hpp/", "/payments/")
}

// Who opens a wrong address in a browser reads a page; a program, and whoever asks
// an API's version, the envelope.
func TestAWrongAddressInABrowserIsAPage(t *testing.T) {
	const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
	for _, c := range []struct {
		method, path, accept string
		page                 bool
	}{
		{"GET", "/payments/nothing", browser, true},
		{"HEAD", "/payments", browser, true},
		{"GET", "/payments//nothing/", browser, true},
		{"GET", "/payments/nothing", "application/json", false},
		{"GET", "/payments/nothing", "*/*", false},
		{"GET", "/payments/nothing", "", false},
		{"POST", "/payments/nothing", browser, false},
		{"GET", "/payments/v1/nothing", browser, false},
		{"GET", "/payments/v1", browser, false},
		{"GET", "/hpp/v1/sessions", browser, false},
	} {
		r := httptest.NewRequest(c.method, "http://pay.test"+c.path, nil)
		r.Header.Set("Accept", c.accept)
		w := httptest.NewRecorder()
		paths().ServeHTTP(w, r)
		if page := w.Body.String() == "page "; page != c.page {
			t.Errorf("%s %s for %q: %d %s", c.method, c.path, c.accept, w.Code, w.Body)
		}
		if c.method != "POST" && !versioned(tidy(c.path)+"/") && w.Header().Get("Vary") != "Accept" {
			t.Errorf("%s: Vary is %q", c.path, w.Header().Get("Vary"))
		}
	}
}

func TestAPIPaths(t *testing.T) {
	for _, c := range []struct {
		method, path string
		status       int
		body         string // or, for errors, the code
	}{
		{"POST", "/hpp/v1/sessions", 200, "create "},
		{"POST", "/hpp/v1/sessions/", 200, "create "},
		{"POST", "//hpp/v1//sessions//", 200, "create "},
		{"POST", "///hpp////v1/sessions", 200, "create "},
		{"GET", "/hpp/v1/sessions/a", 200, "read a"},
		{"GET", "/hpp/v1/sessions/a/", 200, "read a"},
		{"GET", "//hpp/v1//sessions/a", 200, "read a"},
		{"GET", "/hpp/v1/sessions/a%2Fb", 200, "read a/b"},
		{"GET", "//hpp/v1/sessions/a%2F%2Fb/", 200, "read a//b"},
		{"GET", "/hpp/v1/sessions/%C3%A5", 200, "read å"},
		{"HEAD", "/hpp/v1/sessions/a", 200, "read a"},
		{"DELETE", "/hpp/v1/sessions/a?x=1", 200, "disable a"},
		{"GET", "/hpp/v1/sessions", 405, "METHOD_NOT_ALLOWED"},
		{"PUT", "/hpp/v1/sessions/a", 405, "METHOD_NOT_ALLOWED"},
		{"PATCH", "/hpp/v1/sessions/a/", 405, "METHOD_NOT_ALLOWED"},
		{"OPTIONS", "/hpp/v1/sessions", 405, "METHOD_NOT_ALLOWED"},
		{"TRACE", "/hpp/v1/sessions", 405, "METHOD_NOT_ALLOWED"},
		{"GET", "/hpp", 404, "NOT_FOUND"},
		{"GET", "/hpp/", 404, "NOT_FOUND"},
		{"GET", "/hpp/v1/sessions/a/status", 404, "NOT_FOUND"},
		{"POST", "/HPP/v1/sessions", 404, "NOT_FOUND"}, // an API's path, though none of ours
		{"GET", "/settlements/v1/payouts", 404, "NOT_FOUND"},
		{"GET", "/v2", 404, "NOT_FOUND"},
		{"GET", "/version/x", 200, "page "},
		{"GET", "/v/x", 200, "page "},
		{"GET", "/payments/v1/sessions/a", 404, "NOT_FOUND"},
		{"GET", "/", 200, "page "},
		{"GET", "/eu/hpp/payments/x/", 200, "page "},
		{"GET", "/hppx", 200, "page "},
	} {
		t.Run(c.method+" "+c.path, func(t *testing.T) {
			w := httptest.NewRecorder()
			r := httptest.NewRequest(c.method, "http://shop.example"+c.path, nil)
			paths().ServeHTTP(w, r)
			if w.Code != c.status {
				t.Fatalf("status %d, want %d: %s", w.Code, c.status, w.Body)
			}
			got := w.Body.String()
			if c.status >= 400 {
				var envelope Envelope
				if err := json.Unmarshal(w.Body.Bytes(), &envelope); err != nil {
					t.Fatal(err)
				}
				got = envelope.Code
			}
			if got != c.body {
				t.Errorf("answered %q, want %q", got, c.body)
			}
			if c.status == 405 && w.Header().Get("Allow") == "" {
				t.Error("405 without Allow")
			}
		})
	}
}

// Tidying must never become a redirect: it would turn a POST into a GET.
func TestAPIDoesNotRedirect(t *testing.T) {
	for _, path := range []string{"//hpp/v1/sessions", "/hpp//v1/sessions/", "/hpp/v1/sessions/a//"} {
		for _, method := range []string{"GET", "POST", "DELETE"} {
			w := httptest.NewRecorder()
			paths().ServeHTTP(w, httptest.NewRequest(method, "http://shop.example"+path, nil))
			if w.Code >= 300 && w.Code < 400 {
				t.Errorf("%s %s: %d to %s", method, path, w.Code, w.Header().Get("Location"))
			}
		}
	}
}

func TestAPIKeepsTheRouteForTheLog(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "http://shop.example//hpp/v1/sessions/a/", nil)
	paths().ServeHTTP(httptest.NewRecorder(), r)
	if r.Pattern != "GET /hpp/v1/sessions/{id}" {
		t.Errorf("pattern %q", r.Pattern)
	}
	if r.URL.Path != "//hpp/v1/sessions/a/" {
		t.Errorf("the caller's request was changed: %s", r.URL.Path)
	}
}
