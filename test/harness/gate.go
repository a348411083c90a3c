package harness

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"sync/atomic"
	"testing"
	"time"
)

// Gate is a reverse proxy at which a test meets the calls of a server by their
// names, and may answer them itself.
type Gate struct {
	URL string

	behind atomic.Pointer[string]
	meet   atomic.Pointer[Meeting]
	calls  *http.ServeMux
	names  map[string]string // by pattern
	direct *httputil.ReverseProxy
}

// Passage is a call at a gate: on its way in, or once it is answered there and its
// caller has not heard of it.
type Passage struct {
	Call     string
	Answered bool
	Path     string
	Body     []byte // of the call
	Answer   []byte // of the server, once it is answered
}

// Meeting looks at a passage; nil lets it through, anything else answers the caller.
type Meeting func(Passage) http.HandlerFunc

// The calls that gates know, by patterns of http.ServeMux: of a company's API, as
// the program's log names them, and of payers and companies to a page.
var (
	CompanyCalls = map[string]string{
		"GET /payments/v1/sessions/{id}":                 "read session",
		"POST /payments/v1/sessions/{id}":                "add the callback",
		"POST /payments/v1/authorizations/{token}/order": "place order",
		"DELETE /payments/v1/authorizations/{token}":     "release",
		"GET /ordermanagement/v1/orders/{id}":            "read order",
		"POST /ordermanagement/v1/orders/{id}/captures":  "capture",
		"POST /hpp/v1/sessions":                          "make a hosted page",
		"GET /hpp/v1/sessions/{id}":                      "read a hosted page",
		"DELETE /hpp/v1/sessions/{id}":                   "end a hosted page",
	}
	PageCalls = map[string]string{
		"POST /{region}/hpp/payments/{link}/pay":                   "press pay",
		"POST /{region}/hpp/payments/{link}/back":                  "go back",
		"GET /{region}/hpp/pay/{step}":                             "show the step",
		"POST /{region}/hpp/pay/{step}/result":                     "report",
		"POST /{region}/hpp/pay/{step}/redirect":                   "leave for the company",
		"GET /{region}/hpp/pay/{step}/return":                      "come back",
		"POST /openhpp/v1/upstream/{name}/authorizations/{secret}": "authorization callback",
	}
)

// NewGate makes a gate before there is a server behind it.
func NewGate(t *testing.T, calls map[string]string) *Gate {
	t.Helper()
	g := &Gate{calls: http.NewServeMux(), names: calls}
	for pattern := range calls {
		g.calls.HandleFunc(pattern, g.pass)
	}
	g.direct = &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = "http", *g.behind.Load(), *g.behind.Load()
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	}
	g.calls.Handle("/", g.direct)
	server := httptest.NewServer(g.calls)
	t.Cleanup(server.Close)
	g.URL = server.URL
	g.Meet(func(Passage) http.HandlerFunc { return nil })
	return g
}

// Host is the gate's host and port.
func (g *Gate) Host() string { return g.URL[len("http://"):] }

// Before puts the gate before a server.
func (g *Gate) Before(s *Server) {
	address := s.Addr()
	g.behind.Store(&address)
}

// Meet has every named call looked at from now on.
func (g *Gate) Meet(m Meeting) { g.meet.Store(&m) }

// pass hands a named call on, whole: it reaches the server though its caller may
// be dead by then.
func (g *Gate) pass(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the caller died in the middle
	}
	at := Passage{Call: g.names[r.Pattern], Path: r.URL.Path, Body: body}
	if answer := (*g.meet.Load())(at); answer != nil {
		answer(w, r)
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), 30*time.Second)
	defer cancel()
	r = r.WithContext(ctx)
	r.Body = io.NopCloser(bytes.NewReader(body))
	got := httptest.NewRecorder()
	g.direct.ServeHTTP(got, r)
	at.Answered, at.Answer = true, got.Body.Bytes()
	if answer := (*g.meet.Load())(at); answer != nil {
		answer(w, r)
		return
	}
	for name, values := range got.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(got.Code)
	_, _ = w.Write(got.Body.Bytes())
}

// Break breaks a call's connection off without an answer: a client may ask again by
// itself.
func Break(w http.ResponseWriter, _ *http.Request) {
	if connection, _, err := http.NewResponseController(w).Hijack(); err == nil {
		_ = connection.Close()
	}
}
