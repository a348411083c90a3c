package inbox

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

var epoch = time.Date(2019, 5, 13, 14, 51, 46, 288_000_000, time.UTC)

const payLink = "https://pay.example/eu/hpp/payments/q0Xk3mB7vN1tZ5yL8sD2fg"

// mail and text are plausible messages of m1.
func mail() Message {
	return Message{
		ID: "mail-1", Merchant: "m1", SessionID: "s1", Method: Email, To: "kim@shop.example", Subject: "Your payment to Lamps & Co",
		Text: "Pay here:\n" + payLink, HTML: `<!doctype html><title>x</title><p style="color: red">Pay <a href="` + payLink + `">here</a></p>`,
		Link: payLink, At: epoch,
	}
}

func text() Message {
	return Message{
		ID: "text-1", Merchant: "m1", SessionID: "s2", Method: SMS, To: "+46701740605",
		Text: "Lamps & Co: " + payLink, Link: payLink, At: epoch.Add(time.Minute),
	}
}

// errNotText is what a strict database says of bytes that are no text.
var errNotText = errors.New("invalid byte sequence")

// shelf keeps in memory, newest last, and counts how often it is asked.
type shelf struct {
	mu   sync.Mutex
	kept []Message
	err  error // instead of any answer
	asks int
}

func newShelf(kept ...Message) *shelf { return &shelf{kept: kept} }

func (s *shelf) Save(_ context.Context, m Message) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept = append(s.kept, m)
	return s.err
}

func (s *shelf) Messages(_ context.Context, merchant hpp.MerchantID, f Filter) (found []Message, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asks++
	if !isStorable(f.To) || !isStorable(f.SessionID) {
		return nil, errNotText
	}
	for _, m := range slices.Backward(s.kept) {
		if m.Merchant == merchant && (f.To == "" || f.To == m.To) && (f.SessionID == "" || f.SessionID == m.SessionID) &&
			(f.Method == "" || f.Method == m.Method) {
			found = append(found, m)
		}
	}
	return found, s.err
}

func (s *shelf) Message(_ context.Context, merchant hpp.MerchantID, id string) (Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asks++
	if !isStorable(id) {
		return Message{}, errNotText
	}
	for _, m := range s.kept {
		if m.Merchant == merchant && m.ID == id {
			return m, s.err
		}
	}
	return Message{}, ErrUnknown
}

func (s *shelf) Clear(_ context.Context, merchant hpp.MerchantID) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept = slices.DeleteFunc(s.kept, func(m Message) bool { return m.Merchant == merchant })
	return s.err
}

// verify knows two merchants, whose passwords are their names.
func verify(_ context.Context, username, password string) (hpp.Merchant, error) {
	if username != password || (username != "m1" && username != "m2") {
		return hpp.Merchant{}, web.ErrUnauthorized
	}
	return hpp.Authenticated(hpp.MerchantID(username), "Lamps & Co"), nil
}

// handler is the inbox as the program serves it; log may be nil.
func handler(store Store, log *bytes.Buffer) http.Handler {
	mux := web.NewTable()
	Server{Store: store, Verify: verify, APIURL: "https://api.example/"}.Mount(mux)
	logger := slog.New(slog.DiscardHandler)
	if log != nil {
		logger = slog.New(slog.NewJSONHandler(log, nil))
	}
	return web.LogRequests(web.API(mux.ServeMux, http.NotFoundHandler(), "/playground/"), logger, nil)
}

// request is one of m1's; a browser's when page says so.
func request(method, target string, page bool) *http.Request {
	r := httptest.NewRequest(method, target, nil)
	r.SetBasicAuth("m1", "m1")
	if page {
		r.Header.Set("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
	}
	return r
}

// masked is an answer without what differs in every one.
func masked(w *httptest.ResponseRecorder) string {
	var text strings.Builder
	_ = w.Result().Header.Write(&text)
	text.WriteString(w.Body.String())
	return strings.ReplaceAll(text.String(), w.Header().Get("Klarna-Correlation-Id"), "{correlation-id}")
}

// expectPage reads a page as a browser does, without the stylesheet.
func expectPage(t *testing.T, store Store, target string) string {
	t.Helper()
	w := exchange(t, handler(store, nil), request(http.MethodGet, target, true))
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/html; charset=utf-8" {
		t.Fatalf("%s: %d %v %s", target, w.Code, w.Header(), w.Body)
	}
	return strings.Replace(w.Body.String(), pageCSS, "", 1)
}

func record(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}
