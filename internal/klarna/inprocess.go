package klarna

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"
)

// InProcess carries requests to a handler of this process instead of the
// network. The answer is whole when RoundTrip returns; a caller whose context
// ends first is answered at once, and the handler finishes on its own. A
// handler that panics is a failed call, as over the network.
func InProcess(handler http.Handler) http.RoundTripper { return inProcess{handler} }

type inProcess struct{ handler http.Handler }

func (t inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	request, err := received(r)
	if err != nil {
		return nil, err
	}
	done := make(chan any, 1) // the panic, or nil
	answer := &answer{header: http.Header{}}
	go func() {
		defer func() { done <- recover() }()
		t.handler.ServeHTTP(answer, request)
	}()
	select {
	case <-r.Context().Done():
		return nil, r.Context().Err()
	case panicked := <-done:
		if panicked != nil {
			return nil, fmt.Errorf("the handler panicked: %v", panicked)
		}
		return answer.response(r), nil
	}
}

// received is the request as a server would hand it to a handler. The body is
// read first, since its owner may take it back once RoundTrip has returned.
func received(r *http.Request) (*http.Request, error) {
	var body []byte
	if r.Body != nil {
		var err error
		body, err = io.ReadAll(r.Body)
		if closed := r.Body.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return nil, fmt.Errorf("read request: %w", err)
		}
	}
	request := r.Clone(r.Context())
	request.Body = io.NopCloser(bytes.NewReader(body))
	request.ContentLength = int64(len(body))
	request.GetBody = nil
	request.RequestURI = r.URL.RequestURI()
	request.RemoteAddr = "127.0.0.1:0"
	if request.Host == "" {
		request.Host = r.URL.Host
	}
	return request, nil
}

// answer gathers what a handler writes.
type answer struct {
	header http.Header
	sent   http.Header // as of WriteHeader
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= 200 { // 1xx are not the answer
		a.status, a.sent = status, a.header.Clone()
	}
}

func (a *answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p)
}

func (a *answer) response(r *http.Request) *http.Response {
	a.WriteHeader(http.StatusOK)
	return &http.Response{
		Status:     strconv.Itoa(a.status) + " " + http.StatusText(a.status),
		StatusCode: a.status,
		Proto:      "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:        a.sent,
		Body:          io.NopCloser(&a.body),
		ContentLength: int64(a.body.Len()),
		Request:       r,
	}
}
