package rest

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/openhpp/openhpp/internal/web"
)

func TestIdempotencyKeys(t *testing.T) {
	for name, c := range map[string]struct {
		header http.Header
		key    string
		bad    string // the message
	}{
		"none":          {http.Header{}, "", ""},
		"a key":         {http.Header{"Idempotency-Key": {"k"}}, "k", ""},
		"published":     {http.Header{"Klarna-Idempotency-Key": {"k"}}, "k", ""},
		"both, unequal": {http.Header{"Idempotency-Key": {"k"}, "Klarna-Idempotency-Key": {"l"}}, "", "Bad value: Idempotency-Key (must be the same under both names)"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake()
			r := post("/hpp/v1/sessions", minimal)
			for key, values := range c.header {
				r.Header[key] = values
			}
			w := call(t, served(f, &bytes.Buffer{}), r, c.bad == "")
			if c.bad != "" {
				checkEnvelope(t, w, 400, web.Envelope{Code: "BAD_VALUE", Messages: []string{c.bad}})
				return
			}
			if w.Code != 201 || f.key.Value != c.key || (len(f.key.Fingerprint) == 0) != (c.key == "") {
				t.Errorf("status %d, claim %q %x", w.Code, f.key.Value, f.key.Fingerprint)
			}
		})
	}
}

// A retry is the same request when it says the same, not when it has the same
// bytes: libraries order members as they like.
func TestFingerprint(t *testing.T) {
	fingerprint := func(path, body string) string {
		f := newFake()
		r := post(path, body)
		r.Header.Set("Idempotency-Key", "k")
		w := httptest.NewRecorder()
		served(f, &bytes.Buffer{}).ServeHTTP(w, r)
		if w.Code != 201 {
			t.Fatalf("%s: %d %s", body, w.Code, w.Body)
		}
		return string(f.key.Fingerprint)
	}
	const path = "/hpp/v1/sessions"
	first := fingerprint(path, `{"payment_session_url":"u","options":{"page_title":"a","payment_fallback":true},"n":2500}`)
	for name, body := range map[string]string{
		"order":   `{"n":2500,"options":{"payment_fallback":true,"page_title":"a"},"payment_session_url":"u"}`,
		"blanks":  ` { "payment_session_url" : "u", "options":{"page_title":"a","payment_fallback":true}, "n":2500 } `,
		"escapes": `{"payment_session_url":"\u0075","options":{"page_title":"a","payment_fallback":true},"n":2500}`,
		"null":    `{"payment_session_url":"u","profile_id":null,"options":{"page_title":"a","payment_fallback":true},"n":2500}`,
		"numbers": `{"payment_session_url":"u","options":{"page_title":"a","payment_fallback":true},"n":25e2}`,
	} {
		if fingerprint(path, body) != first {
			t.Errorf("%s: another request", name)
		}
	}
	if fingerprint("//hpp/v1/sessions/", `{"payment_session_url":"u","options":{"page_title":"a","payment_fallback":true},"n":2500}`) != first {
		t.Error("slashes make another request")
	}
	for name, body := range map[string]string{
		"a value":          `{"payment_session_url":"u","options":{"page_title":"b","payment_fallback":true},"n":2500}`,
		"a member more":    `{"payment_session_url":"u","options":{"page_title":"a","payment_fallback":true},"n":2500,"m":1}`,
		"a member less":    `{"payment_session_url":"u","options":{"page_title":"a","payment_fallback":true}}`,
		"an unknown value": `{"payment_session_url":"u","options":{"page_title":"a","payment_fallback":true},"n":2501}`,
	} {
		if fingerprint(path, body) == first {
			t.Errorf("%s: the same request", name)
		}
	}
}
