package rest

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/web"
)

func TestIdempotencyKeys(t *testing.T) {
	long := strings.Repeat("å", 255)
	for name, c := range map[string]struct {
		header http.Header
		key    string
		bad    string // what the message wants
	}{
		"none":           {http.Header{}, "", ""},
		"ours":           {http.Header{"Idempotency-Key": {"k"}}, "k", ""},
		"published":      {http.Header{"Klarna-Idempotency-Key": {"k"}}, "k", ""},
		"both, equal":    {http.Header{"Idempotency-Key": {"k"}, "Klarna-Idempotency-Key": {"k"}}, "k", ""},
		"255 characters": {http.Header{"Idempotency-Key": {long}}, long, ""},
		"quoted":         {http.Header{"Idempotency-Key": {`"k"`}}, `"k"`, ""},
		"both, unequal":  {http.Header{"Idempotency-Key": {"k"}, "Klarna-Idempotency-Key": {"l"}}, "", "must be the same under both names"},
		"twice, unequal": {http.Header{"Idempotency-Key": {"k", "l"}}, "", "must be the same under both names"},
		"empty":          {http.Header{"Idempotency-Key": {""}}, "", "must be 1 to 255 characters"},
		"256 characters": {http.Header{"Klarna-Idempotency-Key": {long + "x"}}, "", "must be 1 to 255 characters"},
		"not UTF-8":      {http.Header{"Idempotency-Key": {"\xff"}}, "", "must be 1 to 255 characters"},
		"control":        {http.Header{"Idempotency-Key": {"a\tb"}}, "", "must be 1 to 255 characters"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake()
			r := post("/hpp/v1/sessions", minimal)
			for key, values := range c.header {
				r.Header[key] = values
			}
			w := call(t, served(f, &bytes.Buffer{}), r, c.bad == "")
			if c.bad != "" {
				checkEnvelope(t, w, 400, web.Envelope{Code: "BAD_VALUE", Messages: []string{"Bad value: Idempotency-Key (" + c.bad + ")"}})
				return
			}
			if w.Code != 201 || f.claim.Key != c.key || (len(f.claim.Fingerprint) == 0) != (c.key == "") {
				t.Errorf("status %d, claim %q %x", w.Code, f.claim.Key, f.claim.Fingerprint)
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
		return string(f.claim.Fingerprint)
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
