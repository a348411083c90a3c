package klarna_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/openhpp/openhpp/internal/klarna"
)

func request(t *testing.T, ctx context.Context, body io.Reader) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://provider.test/a%2Fb?c=d", body)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A handler sees what a server would hand it, and its answer reads like one
// from the network.
func TestInProcess(t *testing.T) {
	transport := klarna.InProcess(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, err := io.ReadAll(r.Body)
		if err != nil || string(text) != "hello" || r.ContentLength != 5 || r.Host != "provider.test" ||
			r.RequestURI != "/a%2Fb?c=d" || r.URL.EscapedPath() != "/a%2Fb" || r.RemoteAddr == "" {
			t.Errorf("%v %q %d %s %s", err, text, r.ContentLength, r.Host, r.RequestURI)
		}
		w.WriteHeader(http.StatusEarlyHints)
		w.Header().Set("X-Early", "yes")
		w.WriteHeader(http.StatusCreated)
		w.Header().Set("X-Late", "no")
		w.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(w, "one ")
		_, _ = io.WriteString(w, "two")
	}))
	response, err := transport.RoundTrip(request(t, t.Context(), strings.NewReader("hello")))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil || string(body) != "one two" || response.StatusCode != http.StatusCreated || response.Status != "201 Created" ||
		response.Header.Get("X-Early") != "yes" || response.Header.Get("X-Late") != "" || response.ContentLength != 7 || response.Request == nil {
		t.Errorf("%v %q %+v", err, body, response)
	}
}

func TestInProcessSilentHandler(t *testing.T) {
	response, err := klarna.InProcess(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})).RoundTrip(request(t, t.Context(), nil))
	if err != nil || response.StatusCode != http.StatusOK || response.ContentLength != 0 {
		t.Errorf("%v %+v", err, response)
	}
	_ = response.Body.Close()
}

func TestInProcessPanic(t *testing.T) {
	//nolint:bodyclose // there is no answer
	_, err := klarna.InProcess(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("oh") })).RoundTrip(request(t, t.Context(), nil))
	if err == nil {
		t.Error("a panic is an answer")
	}
}

// A caller who gives up is let go at once; the handler ends in its own time.
func TestInProcessGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		release := make(chan struct{})
		transport := klarna.InProcess(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			<-release
			_, _ = io.WriteString(w, "too late")
		}))
		returned := make(chan error)
		go func() {
			//nolint:bodyclose // there is no answer
			_, err := transport.RoundTrip(request(t, ctx, nil))
			returned <- err
		}()
		synctest.Wait()
		cancel()
		if err := <-returned; !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
		close(release)
		synctest.Wait()
	})
}

type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error { c.closed = true; return nil }

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("broken") }

func TestInProcessClosesTheBody(t *testing.T) {
	body := &closing{Reader: strings.NewReader("x")}
	response, err := klarna.InProcess(http.NotFoundHandler()).RoundTrip(request(t, t.Context(), body))
	if err != nil || !body.closed {
		t.Errorf("%v, closed %v", err, body.closed)
	}
	_ = response.Body.Close()
	//nolint:bodyclose // there is no answer
	if _, err := klarna.InProcess(http.NotFoundHandler()).RoundTrip(request(t, t.Context(), broken{})); err == nil {
		t.Error("half a request was served")
	}
}
