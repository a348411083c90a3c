package rest

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

const waiting = "/hpp/v1/sessions/WAITING/distribution"

func send(t *testing.T, f *fake, path, body string, honest bool, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Authorization", basicAuth("m1"))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return call(t, served(f, &bytes.Buffer{}), r, honest)
}

func TestDistributeHandsTheRequestOn(t *testing.T) {
	for body, want := range map[string]hpp.DistributionRequest{
		`{"method":"email","contact_information":{"email":"kim@shop.example"}}`:                                    {Method: "email", Email: "kim@shop.example"},
		`{"method":"sms","contact_information":{"phone":"07","phone_country":"SE"},"template":"INSTORE_PURCHASE"}`: {Method: "sms", Phone: "07", PhoneCountry: "SE", Template: "INSTORE_PURCHASE"},
		`{"method":"token","contact_information":{"access_id":"openhpp:x y"}}`:                                     {Method: "token", AccessID: "openhpp:x y"},
	} {
		f := newFake()
		w := send(t, f, waiting, body, true, "Klarna-Idempotency-Key", "k1")
		if w.Code != http.StatusCreated || w.Body.Len() != 0 {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		if diff := cmp.Diff([]hpp.DistributionRequest{want}, f.handed); diff != "" || f.key.Value != "k1" {
			t.Errorf("key %q %s", f.key.Value, diff)
		}
	}
}

// One key for two sessions is two requests.
func TestDistributionKeysNameTheSession(t *testing.T) {
	f := newFake()
	const body = `{"method":"email","contact_information":{"email":"kim@shop.example"}}`
	send(t, f, waiting, body, true, "Idempotency-Key", "k1")
	first := f.key.Fingerprint
	send(t, f, "/hpp/v1/sessions/FAILED/distribution", body, true, "Idempotency-Key", "k1")
	if bytes.Equal(first, f.key.Fingerprint) {
		t.Error("the fingerprint leaves the session out")
	}
}

func TestDistributionHasItsPublishedCodes(t *testing.T) {
	for body, code := range map[string]string{
		`{"method":7,"contact_information":{}}`: "CONSTRAINT_VIOLATION", `[]`: "CONSTRAINT_VIOLATION", `{`: "CONSTRAINT_VIOLATION",
		`{"method":"email","contact_information":"kim@shop.example"}`:                             "CONSTRAINT_VIOLATION",
		`{"method":"email","contact_information":{"email":["a@b.example","c@d.example"]}}`:        "CONSTRAINT_VIOLATION",
		`{"method":"email","method":"sms","contact_information":{"email":"kim@shop.example"}}`:    "CONSTRAINT_VIOLATION",
		`{"method":"email","contact_information":{"email":"` + strings.Repeat("a", 1<<20) + `"}}`: "REQUEST_TOO_LARGE",
	} {
		f := newFake()
		w := send(t, f, waiting, body, false)
		if w.Code < 400 || w.Code >= 500 || !strings.Contains(w.Body.String(), `"error_code":"`+code+`"`) || len(f.handed) > 0 {
			t.Errorf("%.60s: %d %.200s", body, w.Code, w.Body)
		}
	}
	for code, status := range map[hpp.Code]int{
		hpp.CodeMissingContact: 400, hpp.CodeConstraint: 400, hpp.CodeUnsupportedCountry: 400, hpp.CodeBlacklisted: 400,
		hpp.CodeNotFound: 404, hpp.CodeKeyReused: 422, hpp.CodeTooMany: 429, hpp.CodeUnavailable: 503,
	} {
		f := newFake()
		f.err = &hpp.Error{Code: code, Messages: []string{"why"}, RetryAfter: 90*time.Second + time.Millisecond}
		w := send(t, f, waiting, `{"method":"email","contact_information":{"email":"kim@shop.example"}}`, true)
		if w.Code != status || !strings.Contains(w.Body.String(), string(code)) || w.Header().Get("Retry-After") != "91" {
			t.Errorf("%s: %d %s, again after %q", code, w.Code, w.Body, w.Header().Get("Retry-After"))
		}
	}
}

func TestModuleTokensAreMintedAnew(t *testing.T) {
	f := newFake()
	w := send(t, f, "/hpp/v1/sessions/WAITING/distribution-module/token", "", true)
	session := f.sessions["WAITING"]
	at := epoch.Add(time.Hour)
	for _, want := range []string{links.TillToken(session, at), links.TillURL(session, at), links.SessionURL(session) + "/distribution-module/token"} {
		if !strings.Contains(w.Body.String(), `"`+want+`"`) {
			t.Errorf("%s is missing in %s", want, w.Body)
		}
	}
	if strings.Contains(w.Body.String(), links.TillToken(session, epoch)) {
		t.Error("the old token again")
	}
}
