package rest

import (
	"bytes"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// masked is an answer as it is compared: the correlation id differs always.
func masked(w *httptest.ResponseRecorder) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %s\n", w.Code, http.StatusText(w.Code))
	names := make([]string, 0, len(w.Header()))
	for name := range w.Header() {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(&b, "%s: %s\n", name, strings.Join(w.Header()[name], ", "))
	}
	fmt.Fprintf(&b, "\n%s\n", w.Body)
	return strings.ReplaceAll(b.String(), w.Header().Get("Klarna-Correlation-Id"), "{correlation-id}")
}

// TestGolden keeps whole answers, headers included, as real clients see them.
func TestGolden(t *testing.T) {
	type exchange struct {
		name, method, path, body string
		err                      error
	}
	exchanges := []exchange{
		{"create", "POST", "/hpp/v1/sessions", minimal, nil},
		{"create-bad-value", "POST", "/hpp/v1/sessions", `{"payment_session_url":7}`, nil},
		{"create-not-json", "POST", "/hpp/v1/sessions", `hello`, nil},
		{"create-not-found", "POST", "/hpp/v1/sessions", minimal, hpp.ErrNotFound},
		{"create-key-reused", "POST", "/hpp/v1/sessions", minimal, hpp.ErrKeyReused},
		{"read-token", "GET", "/hpp/v1/sessions/NONE", "", nil},
		{"read-placed", "GET", "/hpp/v1/sessions/PLACE_ORDER", "", nil},
		{"read-captured", "GET", "/hpp/v1/sessions/CAPTURE_ORDER", "", nil},
		{"read-checkout", "GET", "/hpp/v1/sessions/KCO", "", nil},
		{"read-early", "GET", "/hpp/v1/sessions/EARLY", "", nil},
		{"read-unknown", "GET", "/hpp/v1/sessions/nobody", "", nil},
		{"disable", "DELETE", "/hpp/v1/sessions/WAITING", "", nil},
		{"disable-completed", "DELETE", "/hpp/v1/sessions/COMPLETED", "", nil},
		{"distribute", "POST", "/hpp/v1/sessions/WAITING/distribution", `{"method":"email","contact_information":{"email":"kim@shop.example"}}`, nil},
		{"module-token", "POST", "/hpp/v1/sessions/WAITING/distribution-module/token", "", nil},
		{"manual-id-check", "POST", "/hpp/v1/sessions/WAITING/manual-id-check", "", nil},
	}
	for _, status := range hpp.Statuses {
		if status != hpp.Completed {
			exchanges = append(exchanges, exchange{"read-" + strings.ToLower(string(status)), "GET", "/hpp/v1/sessions/" + string(status), "", nil})
		}
	}
	for _, e := range exchanges {
		t.Run(e.name, func(t *testing.T) {
			f := newFake()
			f.err = e.err
			r := httptest.NewRequest(e.method, e.path, strings.NewReader(e.body))
			r.Header.Set("Authorization", basicAuth("m1"))
			if e.body != "" {
				r.Header.Set("Content-Type", "application/json")
			}
			honest := e.name != "create-bad-value" && e.name != "create-not-json"
			got := masked(call(t, served(f, &bytes.Buffer{}), r, honest))
			compare(t, e.name, fmt.Sprintf("%s %s\n%s\n\n%s", e.method, e.path, e.body, got))
		})
	}
}

func compare(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("-want +got (run with -update when it is meant):\n%s", diff)
	}
}
