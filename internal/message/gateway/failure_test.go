package gateway

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/egress"
)

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
