package klarna_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/klarna"
	"github.com/openhpp/openhpp/internal/upstream"
)

const htmlPage = "<!doctype html><title>Unauthorized</title><p>" + secret

// What each answer to a read and to a capture means, and what is observed of it
// (docs/spec/upstream.md U1.5).
func TestAnswers(t *testing.T) {
	t.Parallel()
	envelope := func(code string) string {
		return `{"error_code":"` + code + `","error_messages":["who: ` + secret + `"]}`
	}
	for name, c := range map[string]struct {
		answer        answer
		read, capture string
		code          string
	}{
		"done":                {answer{status: 200, body: sessionBody}, "done", "done", ""},
		"another form":        {answer{status: 200, body: `{"a":1}`}, "unknown", "done", ""},
		"not JSON":            {answer{status: 200, body: htmlPage}, "unknown", "done", ""},
		"cut JSON":            {answer{status: 200, body: sessionBody[:60]}, "unknown", "done", ""},
		"no body":             {answer{status: 204}, "unknown", "done", ""},
		"wrong credentials":   {answer{status: 401, body: envelope("UNAUTHORIZED")}, "credentials", "credentials", ""},
		"the same as HTML":    {answer{status: 401, body: htmlPage}, "credentials", "credentials", ""},
		"the same, empty":     {answer{status: 401}, "credentials", "credentials", ""},
		"another account's":   {answer{status: 403, body: envelope("ACCESS_DENIED")}, "not found", "no: ACCESS_DENIED", "ACCESS_DENIED"},
		"not there":           {answer{status: 404, body: envelope("NOT_FOUND")}, "not found", "no: NOT_FOUND", "NOT_FOUND"},
		"a proxy's 404":       {answer{status: 404, body: htmlPage}, "unknown", "unknown", ""},
		"a firewall's 403":    {answer{status: 403, body: htmlPage}, "unknown", "unknown", ""},
		"bad value":           {answer{status: 400, body: envelope("BAD_VALUE")}, "no: BAD_VALUE", "no: BAD_VALUE", "BAD_VALUE"},
		"conflict":            {answer{status: 409, body: envelope("X")}, "no: X", "no: X", "X"},
		"code that is none":   {answer{status: 400, body: envelope("a b")}, "unknown", "unknown", ""},
		"request timeout":     {answer{status: 408, body: envelope("X")}, "unknown", "unknown", "X"},
		"too early":           {answer{status: 425, body: envelope("X")}, "unknown", "unknown", "X"},
		"too many":            {answer{status: 429, body: envelope("X")}, "unknown", "unknown", "X"},
		"a redirect":          {answer{status: 302, header: http.Header{"Location": {"http://169.254.169.254/"}}}, "unknown", "unknown", ""},
		"a lasting redirect":  {answer{status: 308, header: http.Header{"Location": {"/elsewhere"}}}, "unknown", "unknown", ""},
		"internal error":      {answer{status: 500, body: envelope("X")}, "unknown", "unknown", "X"},
		"bad gateway":         {answer{status: 502, body: htmlPage}, "unknown", "unknown", ""},
		"gateway timeout":     {answer{status: 504}, "unknown", "unknown", ""},
		"longer than allowed": {answer{status: 200, body: strings.Repeat("x", klarna.MaxAnswer+1)}, "unknown", "unknown", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := client(t, upstream.Klarna, &server{answers: map[string]answer{
				"GET /payments/v1/sessions/a-b_c": c.answer, "POST /ordermanagement/v1/orders/o-1/captures": c.answer,
			}})
			_, err := klarna.Payments{Client: w.Client}.Read(t.Context(), "m1", ref)
			w.expect(t, "read session", c.answer.status, c.code, err, c.read)
			err = w.Capture(t.Context(), "m1", ref, "o-1", 300, secret)
			w.expect(t, "capture", c.answer.status, c.code, err, c.capture)
		})
	}
}

// expect holds an outcome, and that what is observed tells of it and of no secret.
func (w *world) expect(t *testing.T, call string, status int, code string, err error, want string) {
	t.Helper()
	if got := outcome(err); got != want {
		t.Errorf("%s: %v, want %s", call, err, want)
	}
	seen := w.last(t)
	if seen.Call != call || seen.Status != status || seen.Code != code || seen.CorrelationID != "6f0c-1" || seen.Account != "one" || seen.Upstream != "stand-in" {
		t.Errorf("%s: observed %+v", call, seen)
	}
	refused := strings.HasPrefix(want, "no: ") // the upstream's own words, for the log of the session
	if err != nil && !refused && (strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), ref.ID)) {
		t.Errorf("%s: %v shows what was asked", call, err)
	}
	if want == "credentials" && !strings.Contains(err.Error(), w.Upstream.Host()) {
		t.Errorf("%v does not name the host", err)
	}
}

// After a 429 nobody asks before the time that it names.
func TestRateLimit(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		header http.Header
		want   time.Duration
	}{
		"its own header":   {429, http.Header{"X-Ratelimit-Reset": {"7"}}, 7 * time.Second},
		"at once":          {429, http.Header{"X-Ratelimit-Reset": {"0"}}, time.Second},
		"for ever":         {429, http.Header{"X-Ratelimit-Reset": {"99999999"}}, 24 * time.Hour},
		"nonsense":         {429, http.Header{"X-Ratelimit-Reset": {"soon"}}, 0},
		"the usual header": {503, http.Header{"Retry-After": {"5"}}, 5 * time.Second},
		"of another fault": {500, http.Header{"X-Ratelimit-Reset": {"7"}}, 0},
	} {
		w := client(t, upstream.Klarna, &server{answers: map[string]answer{"POST /ordermanagement/v1/orders/o-1/captures": {c.status, "", c.header}}})
		err := w.Capture(t.Context(), "m1", ref, "o-1", 300, "k")
		waits, ok := err.(interface{ RetryAfter() time.Duration })
		if !ok || waits.RetryAfter() != c.want {
			t.Errorf("%s: %v, want to wait %s", name, err, c.want)
		}
	}
}

// What never comes as an answer leaves the outcome unknown.
func TestNoAnswer(t *testing.T) {
	t.Parallel()
	cut := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	short := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = w.Write([]byte(sessionBody[:50]))
	}))
	gone := httptest.NewServer(http.NotFoundHandler())
	foreign := httptest.NewTLSServer(http.NotFoundHandler()) // by no authority that we know
	for _, server := range []*httptest.Server{cut, short, foreign} {
		t.Cleanup(server.Close)
	}
	gone.Close()
	anywhere := egress.Config{Anywhere: true, MaxBody: klarna.MaxAnswer}
	for name, w := range map[string]*world{
		"the connection is cut":          clientOf(t, upstream.Klarna, cut.URL, anywhere),
		"the answer is cut":              clientOf(t, upstream.Klarna, short.URL, anywhere),
		"nobody listens":                 clientOf(t, upstream.Klarna, gone.URL, anywhere),
		"its certificate does not fit":   clientOf(t, upstream.Klarna, foreign.URL, anywhere),
		"a host that may not be reached": clientOf(t, upstream.Klarna, "https://127.0.0.1", egress.Config{}),
	} {
		_, err := klarna.Payments{Client: w.Client}.Read(t.Context(), "m1", ref)
		if outcome(err) != "unknown" || strings.Contains(err.Error(), ref.ID) || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v", name, err)
		}
		if seen := w.last(t); seen.Err == nil || name != "the answer is cut" && seen.Status != 0 {
			t.Errorf("%s: observed %+v", name, seen)
		}
	}
}

// A slow upstream is waited for no longer than the caller waits.
func TestSlow(t *testing.T) {
	t.Parallel()
	released := make(chan struct{})
	w := client(t, upstream.Klarna, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-released:
		}
	}))
	t.Cleanup(func() { close(released) })
	ctx, cancel := contextOf(t, 50*time.Millisecond)
	defer cancel()
	if err := w.Capture(ctx, "m1", ref, "o-1", 1, "k"); outcome(err) != "unknown" {
		t.Errorf("%v", err)
	}
}

// What an upstream names decides whether the payer can correct it.
func TestRefusalNamesMembers(t *testing.T) {
	t.Parallel()
	w := client(t, upstream.Klarna, &server{answers: map[string]answer{"POST /ordermanagement/v1/orders/o-1/captures": {status: 400,
		body: `{"error_code":"BAD_VALUE","error_messages":["Bad value: billing_address.given_name, must be a name","Bad value: payer.email","` + strings.Repeat("é", 200) + `"]}`}}})
	err := w.Capture(t.Context(), "m1", ref, "o-1", 1, "k")
	refusal := refusalOf(t, err)
	if !refusal.Request || strings.Join(refusal.Fields, " ") != "billing_address.given_name payer.email" || len(refusal.Message) > 300 {
		t.Errorf("%+v", refusal)
	}
}

// A user name beside the key is optional.
func TestCredentialsAreSent(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		login upstream.Login
		want  string
	}{
		"both":    {upstream.Login{Label: "a", Username: "K1", Password: "p"}, "Basic SzE6cA=="},
		"the key": {upstream.Login{Label: "a", Password: "klarna_test_api_x"}, "Basic klarna_test_api_x"},
	} {
		u := &server{}
		w := client(t, upstream.Klarna, u, c.login)
		if _, err := (klarna.Payments{Client: w.Client}).Read(t.Context(), "m1", ref); outcome(err) != "not found" {
			t.Fatal(err)
		}
		if got := u.headers[0].Get("Authorization"); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// A merchant without an account gets no call made in its name.
func TestNoAccount(t *testing.T) {
	t.Parallel()
	u := &server{}
	w := client(t, upstream.Klarna, u)
	for _, err := range []error{
		w.Capture(t.Context(), "m2", ref, "o-1", 1, "k"),
		klarna.Payments{Client: w.Client}.Release(t.Context(), "m2", ref, "t"),
	} {
		if outcome(err) != "credentials" {
			t.Errorf("%v", err)
		}
	}
	if len(u.asked) != 0 {
		t.Errorf("asked %v", u.asked)
	}
}

var _ hpp.Provider = klarna.Payments{}
