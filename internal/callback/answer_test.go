package callback_test

import (
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/callback"
	"github.com/openhpp/openhpp/internal/delivery"
	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/hpp"
)

// serving is the address of a real listener that answers as told.
func serving(t *testing.T, start func(http.Handler) *httptest.Server, answer http.HandlerFunc) string {
	t.Helper()
	server := start(answer)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	return server.URL
}

// nobodyListens is a loopback address whose port was free a moment ago.
func nobodyListens(t *testing.T) string {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return "http://" + listener.Addr().String()
}

// Each way in which a try can end has its own word.
func TestWhatCameOfATry(t *testing.T) {
	client := egress.New(egress.Config{AllowLoopback: true, AllowHTTP: true})
	t.Cleanup(client.CloseIdleConnections)
	plain := httptest.NewServer
	status := func(code int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "http://127.0.0.1/")
			w.WriteHeader(code)
			_, _ = w.Write([]byte(body))
		}
	}
	hang := func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then is the client's end noticed
		<-r.Context().Done()
	}
	cut := func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	for name, c := range map[string]struct {
		url  string
		want callback.Answer
	}{
		"taken":                 {serving(t, plain, status(202, "")), callback.Answer{Result: delivery.OK, Status: 202}},
		"refused by a status":   {serving(t, plain, status(500, strings.Repeat("a", 1025))), callback.Answer{Result: delivery.Status, Status: 500, Body: strings.Repeat("a", 1024)}},
		"leads elsewhere":       {serving(t, plain, status(307, "go")), callback.Answer{Result: delivery.Redirect, Status: 307, Body: "go"}},
		"hangs":                 {serving(t, plain, hang), callback.Answer{Result: delivery.Timeout}},
		"cuts the connection":   {serving(t, plain, cut), callback.Answer{Result: delivery.Refused}},
		"nobody listens":        {nobodyListens(t), callback.Answer{Result: delivery.Refused}},
		"no such name":          {"http://nobody.invalid/", callback.Answer{Result: delivery.DNS}},
		"an unknown authority":  {serving(t, httptest.NewTLSServer, status(200, "")), callback.Answer{Result: delivery.TLS}},
		"no TLS at all":         {"https" + strings.TrimPrefix(serving(t, plain, status(200, "")), "http"), callback.Answer{Result: delivery.TLS}},
		"a private network":     {"http://10.0.0.1/", callback.Answer{Result: delivery.Blocked}},
		"a port nobody may use": {"http://shop.example:22/", callback.Answer{Result: delivery.Blocked}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := session(hpp.Completed)
			s.URLs.StatusUpdate = c.url
			d := callback.Deliverer{Client: client, Secrets: secret, Now: time.Now}
			answer, err := d.Deliver(t.Context(), freeze(t, s))
			if answer == nil || *answer != c.want || (err == nil) != (c.want.Result == delivery.OK) {
				t.Errorf("%+v, %v; want %+v", answer, err, c.want)
			}
		})
	}
}

// A host that has too many calls was sent nothing, and neither was anybody of
// whom no secret is known: there is no try to keep.
func TestNothingSentIsNoTry(t *testing.T) {
	busy := callback.Deliverer{Client: &memory{err: &egress.Busy{After: time.Second}}, Secrets: secret, Now: time.Now}
	for _, payload := range [][]byte{freeze(t, session(hpp.Failed)), []byte("nothing")} {
		if answer, err := busy.Deliver(t.Context(), payload); answer != nil || err == nil {
			t.Errorf("%+v, %v", answer, err)
		}
	}
}
