package shop_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/internal/shop"
)

const secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="

var now = time.Date(2026, 11, 24, 10, 0, 1, 0, time.UTC)

// request is one call the stub got.
type request struct {
	Path, Key string
	Body      map[string]any
}

// api stands in for the server: it answers as told and remembers what it got.
type api struct {
	*httptest.Server
	mu       sync.Mutex
	requests []request
	session  client.Session
	order    client.Order
	fail     map[string]int // status to answer, by "METHOD /path's beginning"
}

func newAPI(t *testing.T) *api {
	t.Helper()
	a := &api{fail: map[string]int{}, session: client.Session{SessionID: "s1", Status: client.Waiting}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /payments/v1/sessions", func(w http.ResponseWriter, _ *http.Request) {
		respond(w, http.StatusOK, client.CreatedPayment{SessionID: "p1"})
	})
	mux.HandleFunc("POST /hpp/v1/sessions", func(w http.ResponseWriter, _ *http.Request) {
		respond(w, http.StatusCreated, client.CreatedSession{SessionID: "s1", RedirectURL: a.URL + "/eu/hpp/payments/link",
			Module: client.Module{StandaloneURL: a.URL + "/eu/hpp/distributions/till?profile_id={{profile_id}}"}})
	})
	mux.HandleFunc("GET /hpp/v1/sessions/s1", func(w http.ResponseWriter, _ *http.Request) {
		respond(w, http.StatusOK, a.currentSession())
	})
	mux.HandleFunc("POST /payments/v1/authorizations/{token}/order", func(w http.ResponseWriter, _ *http.Request) {
		respond(w, http.StatusOK, client.PlacedOrder{OrderID: "o1", FraudStatus: "ACCEPTED"})
	})
	mux.HandleFunc("GET /ordermanagement/v1/orders/o1", func(w http.ResponseWriter, _ *http.Request) {
		respond(w, http.StatusOK, a.currentOrder())
	})
	mux.HandleFunc("POST /ordermanagement/v1/orders/o1/captures", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Capture-Id", "c1")
		w.WriteHeader(http.StatusCreated)
	})
	mux.HandleFunc("GET /eu/hpp/payments/link", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<title>Payment page</title><p id=paid>Pay here")
	})
	a.Server = httptest.NewServer(a.recorded(mux))
	t.Cleanup(a.Close)
	return a
}

// recorded notes the request and fails those that were told to.
func (a *api) recorded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		noted := request{Path: r.Method + " " + r.URL.Path, Key: r.Header.Get("Klarna-Idempotency-Key")}
		if text, err := io.ReadAll(r.Body); err == nil && len(text) > 0 {
			_ = json.Unmarshal(text, &noted.Body)
		}
		a.mu.Lock()
		a.requests = append(a.requests, noted)
		status := 0
		for beginning, failure := range a.fail {
			if strings.HasPrefix(noted.Path, beginning) {
				status = failure
			}
		}
		a.mu.Unlock()
		if status != 0 {
			respond(w, status, map[string]any{"error_code": "NO_LUCK", "error_messages": []string{"Bad value: something"}, "correlation_id": "c-1"})
			return
		}
		next.ServeHTTP(w, r)
	})
}

func respond(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func (a *api) currentSession() client.Session {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.session
}

func (a *api) currentOrder() client.Order {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.order
}

// becomes changes what the server will say.
func (a *api) becomes(session client.Session, order client.Order) {
	a.mu.Lock()
	defer a.mu.Unlock()
	session.SessionID = "s1"
	a.session, a.order = session, order
}

// refuses makes calls of this method and path fail.
func (a *api) refuses(call string, status int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.fail[call] = status
}

// got answers the requests to one path.
func (a *api) got(path string) []request {
	a.mu.Lock()
	defer a.mu.Unlock()
	var found []request
	for _, r := range a.requests {
		if r.Path == path {
			found = append(found, r)
		}
	}
	return found
}

// shopWorld is a shop with a server behind it and a browser before it.
type shopWorld struct {
	t    *testing.T
	api  *api
	shop *httptest.Server
	// token is of the purchase that buy started.
	token string
}

func newVisit(t *testing.T) *shopWorld {
	t.Helper()
	v := &shopWorld{t: t, api: newAPI(t)}
	v.shop = httptest.NewUnstartedServer(nil)
	s := shop.New(shop.Config{
		Client:        &client.Client{BaseURL: v.api.URL, Username: "u", Password: "p"},
		PublicURL:     "http://" + v.shop.Listener.Addr().String() + "/",
		WebhookSecret: secret, MerchantID: "m1",
		Hints: func(country, domain string) []shop.Hint {
			return []shop.Hint{{Text: "try+" + country + "@" + domain, Result: "is approved"}}
		},
		Now: func() time.Time { return now },
	})
	v.shop.Config.Handler = s
	v.shop.Start()
	t.Cleanup(v.shop.Close)
	t.Cleanup(s.Close)
	return v
}

// page is an answer of the shop.
type page struct {
	Status int
	Header http.Header
	Body   string
}

func (v *shopWorld) send(method, path, body string, header http.Header) page {
	v.t.Helper()
	req, err := http.NewRequestWithContext(v.t.Context(), method, v.shop.URL+path, strings.NewReader(body))
	if err != nil {
		v.t.Fatal(err)
	}
	for name, values := range header {
		req.Header[name] = values
	}
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := browser.Do(req)
	if err != nil {
		v.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return page{Status: res.StatusCode, Header: res.Header, Body: string(text)}
}

func (v *shopWorld) get(path string) page { v.t.Helper(); return v.send("GET", path, "", nil) }

func (v *shopWorld) post(path, form string) page {
	v.t.Helper()
	return v.send("POST", path, form, http.Header{"Content-Type": {"application/x-www-form-urlencoded"}})
}

// buy starts a purchase and remembers its token.
func (v *shopWorld) buy(mode client.Mode) {
	v.t.Helper()
	if got := v.post("/buy", "market=en-SE&mode="+string(mode)); got.Status != http.StatusSeeOther {
		v.t.Fatalf("buying answered %d %s", got.Status, got.Body)
	}
	v.token = v.lastToken()
}

// lastToken reads the purchase's token off the callback address given to the
// server.
func (v *shopWorld) lastToken() string {
	v.t.Helper()
	created := v.api.got("POST /hpp/v1/sessions")
	urls, ok := created[len(created)-1].Body["merchant_urls"].(map[string]any)
	if !ok {
		v.t.Fatal("no merchant_urls were sent")
	}
	address, ok := urls["status_update"].(string)
	if !ok {
		v.t.Fatal("no status_update was sent")
	}
	return address[strings.LastIndexByte(address, '/')+1:]
}

// callback delivers a status callback as the server does.
func (v *shopWorld) callback(token, id, sessionID string, status client.Status) page {
	v.t.Helper()
	body := `{"event_id":"` + id + `","session":{"session_id":"` + sessionID + `","status":"` + string(status) + `"}}`
	return v.send("POST", "/callbacks/"+token, body, v.signed(id, body))
}

func (v *shopWorld) signed(id, body string) http.Header {
	v.t.Helper()
	hook, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		v.t.Fatal(err)
	}
	signature, err := hook.Sign(id, now, []byte(body))
	if err != nil {
		v.t.Fatal(err)
	}
	return http.Header{
		"Content-Type": {"application/json"}, "Webhook-Id": {id},
		"Webhook-Timestamp": {strconv.FormatInt(now.Unix(), 10)}, "Webhook-Signature": {signature},
	}
}

func (p page) has(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(p.Body, text) {
			t.Errorf("the page lacks %q:\n%s", text, p.Body)
		}
	}
}

func (p page) lacks(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(p.Body, text) {
			t.Errorf("the page must not hold %q:\n%s", text, p.Body)
		}
	}
}
