package gateway

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
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

func TestTwilio(t *testing.T) {
	g, asked := answering(t, "twilio", answerWith(201, `{"account_sid":"AC12","sid": "SM0123","status":"queued","error_code":null}`))
	if err := g.Send(t.Context(), sms); err != nil {
		t.Fatal(err)
	}
	want := []request{{"POST", "/2010-04-01/Accounts/AC%2F12/Messages.json",
		"To=%2B46701740605&From=%2B46700000000&Body=" + url.QueryEscape(sms.Text), "application/x-www-form-urlencoded", "Basic QUMvMTI6aHVudGVyQDI="}}
	if diff := cmp.Diff(want, *asked, cmp.AllowUnexported(request{})); diff != "" {
		t.Error(diff)
	}
}

func TestTwilioRefuses(t *testing.T) {
	for _, test := range []struct {
		status int
		body   string
		want   verdict
	}{
		{400, `{"code": 21211, "message": "The 'To' number +46701740605 is not valid", "status": 400}`, verdict{"the SMS gateway refuses the message (400)", true, false, 0}},
		{400, `{"code":21610,"message":"unsubscribed","status":400}`, verdict{"the SMS gateway refuses the message (400)", true, false, 0}},
		{400, `{"code":21212,"message":"The From number is not valid","status":400}`, verdict{"the SMS gateway does not confirm the message (400)", false, false, 0}},
		{401, `{"code":20003,"message":"Authenticate","status":401}`, verdict{"the SMS gateway refuses our credentials (401)", false, false, 0}},
		{404, `{"code":20404,"status":404}`, verdict{"the SMS gateway does not confirm the message (404)", false, false, 0}},
		{429, `{"code":20429,"status":429}`, verdict{"the SMS gateway asks to try again later (429)", false, false, 0}},
		{503, ``, verdict{"the SMS gateway has a problem (503)", false, false, 0}},
		{201, `{}`, verdict{"the SMS gateway does not confirm the message (201)", false, false, 0}},
		{200, `{"sid":"SM0123"}`, verdict{"the SMS gateway does not confirm the message (200)", false, false, 0}},
	} {
		g, _ := answering(t, "twilio", answerWith(test.status, test.body))
		if diff := cmp.Diff(test.want, verdictOf(t, g.Send(t.Context(), sms))); diff != "" {
			t.Errorf("%d %s: %s", test.status, test.body, diff)
		}
	}
}

func TestVonage(t *testing.T) {
	ok := `{"message-count":"2","messages":[{"to":"46701740605","message-id":"0A","status":"0","remaining-balance":"3.1"},{"status": "0"}]}`
	g, asked := answering(t, "vonage", answerWith(200, ok))
	arabic := sms
	arabic.Unicode = true
	for _, m := range []message.SMS{sms, arabic} {
		if err := g.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	body := "api_key=AC%2F12&api_secret=hunter%402&from=%2B46700000000&to=46701740605&text=" + url.QueryEscape(sms.Text) + "&type=KIND&client-ref=" + sms.ID
	want := []request{
		{"POST", "/sms/json", strings.Replace(body, "KIND", "text", 1), "application/x-www-form-urlencoded", ""},
		{"POST", "/sms/json", strings.Replace(body, "KIND", "unicode", 1), "application/x-www-form-urlencoded", ""},
	}
	if diff := cmp.Diff(want, *asked, cmp.AllowUnexported(request{})); diff != "" {
		t.Error(diff)
	}
}

func TestVonageRefuses(t *testing.T) {
	one := func(status string) string {
		return `{"message-count":"1","messages":[{"status":"` + status + `","error-text":"about 46701740605"}]}`
	}
	temporary := verdict{"the SMS gateway does not confirm the message (200)", false, false, 0}
	permanent := verdict{"the SMS gateway refuses the message (200)", true, false, 0}
	for body, want := range map[string]verdict{
		one("1"): temporary, one("4"): temporary, one("5"): temporary, one("9"): temporary, one("10"): temporary, one("15"): temporary,
		one("3"): permanent, one("6"): permanent, one("7"): permanent, one("29"): permanent, one("33"): permanent,
		`{"messages":[{"status":"0"},{"status":"1"}]}`: temporary, `{}`: temporary, ``: temporary,
	} {
		g, _ := answering(t, "vonage", answerWith(200, body))
		if diff := cmp.Diff(want, verdictOf(t, g.Send(t.Context(), sms))); diff != "" {
			t.Errorf("%s: %s", body, diff)
		}
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

func TestSilentGateway(t *testing.T) {
	free := make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	var calls atomic.Int64
	g, _ := answering(t, minimalDescription, func(http.ResponseWriter, *http.Request) { calls.Add(1); cancel(); <-free })
	defer close(free)
	err := g.Send(ctx, sms)
	if got := verdictOf(t, err); got != (verdict{unconfirmed, false, true, 0}) || calls.Load() != 1 {
		t.Errorf("%+v after %d calls", got, calls.Load())
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the cause is %v", errors.Unwrap(err))
	}
}

func TestCutConnection(t *testing.T) {
	g, _ := answering(t, minimalDescription, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	if got := verdictOf(t, g.Send(t.Context(), sms)); got != (verdict{unconfirmed, false, true, 0}) {
		t.Error(got)
	}
	// An answer that breaks off before what the rule asks for.
	short := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		w.WriteHeader(http.StatusOK)
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
	if g, _ = answering(t, "vonage", short); verdictOf(t, g.Send(t.Context(), sms)) != (verdict{unconfirmed, false, true, 0}) {
		t.Error("a torn answer is taken for one")
	}
	if g, _ = answering(t, minimalDescription, short); g.Send(t.Context(), sms) != nil {
		t.Error("the status alone was asked for")
	}
}

func TestUnreachableGateway(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	g, err := Load("vonage://key:hunter2@"+address+"?from=Shop", client(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	want := verdict{"the SMS gateway cannot be reached", false, false, 0}
	if got := verdictOf(t, g.Send(t.Context(), sms)); got != want {
		t.Error(got)
	}
	// A certificate that is not trusted: nothing was sent.
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("it was called") }))
	server.Config.ErrorLog = discardLog
	server.StartTLS()
	defer server.Close()
	g, err = Load("vonage://key:hunter2@"+server.Listener.Addr().String()+"?from=Shop", client(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	if got := verdictOf(t, g.Send(t.Context(), sms)); got != want {
		t.Error(got)
	}
}

// Too many calls at once are sent away before anything is said.
func TestBusyGateway(t *testing.T) {
	g, err := Load("vonage://key:hunter2@?from=Shop", busy{})
	if err != nil {
		t.Fatal(err)
	}
	if got := verdictOf(t, g.Send(t.Context(), sms)); got != (verdict{"the SMS gateway has too many calls already", false, false, 3 * time.Second}) {
		t.Error(got)
	}
}

type busy struct{}

func (busy) Do(*http.Request, time.Duration) (*http.Response, error) {
	return nil, &egress.Busy{After: 3 * time.Second}
}

// An endless answer is read as far as it may matter.
func TestLongAnswer(t *testing.T) {
	g, _ := answering(t, "vonage", answerWith(200, `{"messages":[{"status":"0"}]}`+strings.Repeat(" ", 10<<20)))
	if err := g.Send(t.Context(), sms); err != nil {
		t.Error(err)
	}
	g, _ = answering(t, "vonage", answerWith(200, strings.Repeat(" ", 10<<20)+`{"messages":[{"status":"0"}]}`))
	if got := verdictOf(t, g.Send(t.Context(), sms)); got.Reason != "the SMS gateway does not confirm the message (200)" {
		t.Error(got)
	}
}

var discardLog = log.New(io.Discard, "", 0)
