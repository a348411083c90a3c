package harness

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/internal/fsck"
	"github.com/openhpp/openhpp/internal/hpp"
)

// Receiver is a shop's end: it takes callbacks, checks their signatures and
// keeps them in the order they came, and shows a page at every other address.
type Receiver struct {
	URL string

	t        *testing.T
	merchant hpp.MerchantID
	secret   string
	mu       sync.Mutex
	got      []client.Callback
	visits   []PageVisit
	// Refuse may fail a callback before it counts; nil takes all.
	Refuse func(w http.ResponseWriter, r *http.Request) bool
	// Journal, when set, has every try written down.
	Journal *Journal
}

// NewReceiver starts a receiver for a merchant's callbacks at /callback.
func NewReceiver(t *testing.T, m *Merchant) *Receiver {
	t.Helper()
	r := &Receiver{t: t, merchant: hpp.MerchantID(m.ID), secret: m.WebhookSecret}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /callback", r.callback)
	mux.HandleFunc("GET /", func(w http.ResponseWriter, req *http.Request) {
		r.mu.Lock()
		r.visits = append(r.visits, PageVisit{Path: req.URL.Path, At: time.Now()})
		r.mu.Unlock()
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, "<!doctype html><title>Shop</title><h1 id=shop>Back in the shop</h1>")
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	r.URL = server.URL
	return r
}

// PageVisit is a browser's arrival at one of the shop's pages.
type PageVisit struct {
	Path string
	At   time.Time
}

// Visits are the arrivals at a path so far.
func (r *Receiver) Visits(path string) []PageVisit {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(r.visits), func(v PageVisit) bool { return v.Path != path })
}

func (r *Receiver) callback(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return // the sender was killed in the middle
	}
	callback, err := client.VerifyCallback(r.secret, req.Header, body, time.Now())
	answer := &answering{w, http.StatusOK}
	defer func() { r.note(callback, body, err == nil, answer.status) }() // before the sender hears of it
	if w = answer; r.Refuse != nil && r.Refuse(w, req) {
		return
	}
	if err != nil {
		r.t.Errorf("callback: %v\n%s", err, body)
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.got = append(r.got, callback)
}

// answering remembers the status of an answer.
type answering struct {
	http.ResponseWriter
	status int
}

func (a *answering) WriteHeader(status int) {
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}

// note writes a try down.
func (r *Receiver) note(c client.Callback, body []byte, signed bool, status int) {
	if r.Journal == nil {
		return
	}
	r.Journal.Write(fsck.Line{
		Type: fsck.DeliveryLine, Merchant: r.merchant, Session: hpp.SessionID(c.Session.SessionID), Event: c.EventID,
		Body: Hash(body), Signed: signed, Answered: status,
	})
}

// Callbacks are those of one session, as they came, repeats included.
func (r *Receiver) Callbacks(sessionID string) []client.Callback {
	r.mu.Lock()
	defer r.mu.Unlock()
	var list []client.Callback
	for _, c := range r.got {
		if c.Session.SessionID == sessionID {
			list = append(list, c)
		}
	}
	return list
}

// Statuses are the statuses a session's callbacks told, repeats dropped.
func (r *Receiver) Statuses(sessionID string) []string {
	var list []string
	seen := map[string]bool{}
	for _, c := range r.Callbacks(sessionID) {
		if !seen[c.EventID] {
			seen[c.EventID] = true
			list = append(list, string(c.Session.Status))
		}
	}
	return list
}

// Expect waits until exactly these statuses have been told, in this order.
func (r *Receiver) Expect(t *testing.T, sessionID string, want ...string) {
	t.Helper()
	defer func() {
		if t.Failed() {
			t.Logf("callbacks told %v, want %v", r.Statuses(sessionID), want)
		}
	}()
	Eventually(t, time.Minute, "the callbacks wanted have come", func() bool {
		return slices.Equal(r.Statuses(sessionID), want)
	})
}
