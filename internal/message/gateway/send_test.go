package gateway

import (
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/message"
)

var sms = message.SMS{ID: "0b9c9ab2-6a5b-4b7e-9a52-3c1f2e8d7a60", To: "+46701740605", Text: "Betala 2 499,00 kr till A&B \"ö\": https://pay.example.com/x?m=1", Segments: 1}

// request is what a gateway was asked.
type request struct {
	method, path, body, kind, authorization string
}

// client calls servers of this test as the program calls gateways.
func client(t *testing.T, roots *x509.CertPool) *egress.Client {
	t.Helper()
	c := egress.New(egress.Config{Anywhere: true, RootCAs: roots})
	t.Cleanup(c.CloseIdleConnections)
	return c
}

// answering serves one answer and loads a gateway of the scheme for it.
func answering(t *testing.T, scheme string, handler http.HandlerFunc) (*Gateway, *[]request) {
	t.Helper()
	var asked []request
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		asked = append(asked, request{r.Method, r.URL.RequestURI(), string(body), r.Header.Get("Content-Type"), r.Header.Get("Authorization")})
		handler(w, r)
	}))
	t.Cleanup(server.Close)
	pool := x509.NewCertPool()
	pool.AddCert(server.Certificate())
	spec := scheme + "://AC%2F12:hunter%402@" + server.Listener.Addr().String() + "?from=%2B46700000000"
	if strings.HasPrefix(scheme, "{") {
		spec = describedBy(t, strings.ReplaceAll(scheme, "SERVER", server.URL))
	}
	g, err := Load(spec, client(t, pool))
	if err != nil {
		t.Fatal(err)
	}
	return g, &asked
}

// minimalDescription is a description with nothing but what it must have.
const minimalDescription = `{"method":"GET","url":"SERVER/send?to={{query .To}}&text={{query .Text}}"}`

type verdict struct {
	Reason             string
	Permanent, Unknown bool
	After              time.Duration
}

func verdictOf(t *testing.T, err error) verdict {
	t.Helper()
	if err == nil {
		return verdict{}
	}
	f, ok := errors.AsType[*message.Failure](err)
	if !ok {
		t.Fatalf("%v is no failure", err)
	}
	for _, secret := range []string{"hunter", "4670", "pay.example", "127.0.0.1"} {
		if strings.Contains(f.Error(), secret) || (f.Unwrap() != nil && secret != "127.0.0.1" && strings.Contains(f.Unwrap().Error(), secret)) {
			t.Errorf("%q, %v tells %q", f.Error(), f.Unwrap(), secret)
		}
	}
	return verdict{f.Reason, f.Permanent, f.Unknown, f.RetryAfter()}
}

func answerWith(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func TestStatuses(t *testing.T) {
	for _, test := range []struct {
		status int
		want   verdict
	}{
		{200, verdict{}}, {202, verdict{}}, {204, verdict{}},
		{301, verdict{"the SMS gateway's address has moved (301)", false, false, 0}},
		{307, verdict{"the SMS gateway's address has moved (307)", false, false, 0}},
		{400, verdict{"the SMS gateway refuses the message (400)", true, false, 0}},
		{401, verdict{"the SMS gateway refuses our credentials (401)", false, false, 0}},
		{403, verdict{"the SMS gateway refuses our credentials (403)", false, false, 0}},
		{404, verdict{"the SMS gateway refuses the message (404)", true, false, 0}},
		{408, verdict{"the SMS gateway asks to try again later (408)", false, false, 0}},
		{422, verdict{"the SMS gateway refuses the message (422)", true, false, 0}},
		{429, verdict{"the SMS gateway asks to try again later (429)", false, false, 0}},
		{500, verdict{"the SMS gateway has a problem (500)", false, false, 0}},
		{503, verdict{"the SMS gateway has a problem (503)", false, false, 0}},
	} {
		g, asked := answering(t, minimalDescription, answerWith(test.status, "", "Location", "/elsewhere"))
		if diff := cmp.Diff(test.want, verdictOf(t, g.Send(t.Context(), sms))); diff != "" {
			t.Errorf("%d: %s", test.status, diff)
		}
		if len(*asked) != 1 {
			t.Errorf("%d: %d requests", test.status, len(*asked))
		}
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, time.March, 7, 10, 30, 0, 0, time.UTC)
	for header, want := range map[string]time.Duration{
		"": 0, "7": 7 * time.Second, "0": 0, "-5": 0, "soon": 0, "99999999999": 24 * time.Hour,
		"Sat, 07 Mar 2026 10:31:00 GMT": time.Minute, "Sat, 07 Mar 2026 10:29:00 GMT": 0, "Sun, 07 Mar 2027 10:30:00 GMT": 24 * time.Hour,
	} {
		g, _ := answering(t, minimalDescription, answerWith(429, "", "Retry-After", header))
		g.now = func() time.Time { return now }
		if got := verdictOf(t, g.Send(t.Context(), sms)); got.After != want {
			t.Errorf("%q: %s, want %s", header, got.After, want)
		}
	}
}

func TestRulesOfAFile(t *testing.T) {
	const kannel = `{"method":"GET","url":"SERVER/sendsms?to={{query .To}}&text={{query .Text}}",
		"success":{"body":"^(0|3): "},"permanent":{"status":["200-499"],"body":"(?i)invalid|prohibited"}}`
	for _, test := range []struct {
		status int
		body   string
		want   verdict
	}{
		{202, "0: Accepted for delivery", verdict{}},
		{202, "3: Queued for later delivery", verdict{}},
		{500, "0: Accepted for delivery", verdict{"the SMS gateway has a problem (500)", false, false, 0}},
		{400, "Invalid receiver +46701740605", verdict{"the SMS gateway refuses the message (400)", true, false, 0}},
		{400, "Empty receiver number", verdict{"the SMS gateway does not confirm the message (400)", false, false, 0}},
		{403, "Authorization failed for sendsms", verdict{"the SMS gateway refuses our credentials (403)", false, false, 0}},
	} {
		g, _ := answering(t, kannel, answerWith(test.status, test.body))
		if diff := cmp.Diff(test.want, verdictOf(t, g.Send(t.Context(), sms))); diff != "" {
			t.Errorf("%d %s: %s", test.status, test.body, diff)
		}
	}
}
