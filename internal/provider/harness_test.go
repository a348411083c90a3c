package provider_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/playground"
	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/checkout"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/merchantcalls"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/release"
	"github.com/openhpp/openhpp/internal/store/sqlite"
	"github.com/openhpp/openhpp/internal/store/sqlitetest"
	"github.com/openhpp/openhpp/internal/web"
)

// epoch is when every test begins.
var epoch = time.Date(2026, 11, 23, 9, 48, 16, 680_000_000, time.UTC)

// testProvider is a whole provider over a real database, with its clock in the
// test's hand.
type testProvider struct {
	t       testing.TB
	own     *provider.Provider
	handler http.Handler
	secret  []byte
	clock   atomic.Int64
	woken   sync.Map // kinds of jobs the runner was told of
	path    string   // of the database
	// lenient lets requests through that the contract forbids and real
	// clients send all the same.
	lenient bool
	// hasty leaves the contract to other tests: thousands of calls take long.
	hasty bool
}

// newProvider is one before the playground's test data.
func newProvider(tb testing.TB) *testProvider {
	tb.Helper()
	return newProviderBefore(tb, playground.Acquirer{})
}

// newProviderBefore is one before any acquirer.
func newProviderBefore(tb testing.TB, decides acquirer.Acquirer) *testProvider {
	tb.Helper()
	path := sqlitetest.File(tb)
	db, err := sqlite.Open(tb.Context(), path)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Error(err)
		}
	})
	p := &testProvider{t: tb, path: path}
	p.clock.Store(epoch.UnixNano())
	p.secret = []byte("a secret of at least thirty-two bytes")
	p.own = provider.New(provider.Config{
		Store: db.Provider(), Acquirer: decides, Secret: p.secret,
		PublicURL: "https://pay.test", APIURL: "https://api.test", Environment: "playground",
		Now: p.now, NewID: uuid.NewString, Wake: p.wake,
		Client: sender{}, Timeouts: checkout.Timeouts{Change: 300 * time.Millisecond, Validation: 200 * time.Millisecond, RequiredValidation: 400 * time.Millisecond},
		OpenPage: func(_ context.Context, v checkout.PageRequest) (string, error) {
			return "https://pay.test/page?order=" + v.OrderID + "&done=" + url.QueryEscape(v.Confirmation) + "&back=" + url.QueryEscape(v.Back), nil
		},
	})
	p.handler = web.LogRequests(p.handlerOf(), slog.New(slog.DiscardHandler), func(string, string, int, time.Duration) {})
	tb.Cleanup(func() { p.wokeAll(db) })
	return p
}

func (p *testProvider) wake(kinds ...string) {
	for _, kind := range kinds {
		p.woken.Store(kind, true)
	}
}

// wokeAll fails a test that left a job to be found by chance: whatever was due
// when it was made must have woken the runner.
func (p *testProvider) wokeAll(db *sqlite.DB) {
	far := p.now().Add(365 * 24 * time.Hour)
	for _, kind := range []string{endpoint.NoticeKind, merchantcalls.AuthorizationKind, merchantcalls.PushKind, merchantcalls.DecisionKind, order.MoneyKind, release.Kind} {
		rows, err := db.Outbox().Claim(context.Background(), kind, far, far.Add(time.Minute), 1, outbox.Shares{})
		if _, told := p.woken.Load(kind); err != nil || len(rows) > 0 && !told {
			p.t.Errorf("a job of kind %s woke nobody: %v", kind, err)
		}
	}
}

// sender asks the servers of a test, which are on this machine.
type sender struct{}

func (sender) Do(r *http.Request, timeout time.Duration) (*http.Response, error) {
	client := http.Client{Timeout: timeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return client.Do(r)
}

func (p *testProvider) now() time.Time { return time.Unix(0, p.clock.Load()) }

func (p *testProvider) pass(d time.Duration) { p.clock.Add(int64(d)) }

// verify knows the merchants m1 and m2, whose password is "secret".
func verify(_ context.Context, username, password string) (hpp.Merchant, error) {
	if (username != "m1" && username != "m2") || password != "secret" {
		return hpp.Merchant{}, web.ErrUnauthorized
	}
	return hpp.Authenticated(hpp.MerchantID(username), "Lamps & Co"), nil
}

// reply is what the server answered.
type reply struct {
	status int
	header http.Header
	body   []byte
}

func (r reply) into(tb testing.TB, v any) {
	tb.Helper()
	if err := json.Unmarshal(r.body, v); err != nil {
		tb.Fatalf("%v in %q", err, r.body)
	}
}

// error is "CODE: messages" of an error body.
func (r reply) error(tb testing.TB) string {
	tb.Helper()
	var envelope struct {
		Code     string   `json:"error_code"`
		Messages []string `json:"error_messages"`
		ID       string   `json:"correlation_id"`
	}
	r.into(tb, &envelope)
	if envelope.ID == "" || envelope.ID != r.header.Get("Klarna-Correlation-Id") {
		tb.Errorf("correlation id %q is not the header's %q", envelope.ID, r.header.Get("Klarna-Correlation-Id"))
	}
	return envelope.Code + ": " + strings.Join(envelope.Messages, "; ")
}

// ask sends a request as m1 and holds the exchange against the contract. body
// is a string of JSON, or anything that marshals; header is name, value, ….
func (p *testProvider) ask(method, path string, body any, header ...string) reply {
	return p.askAs("m1", method, path, body, header...)
}

func (p *testProvider) askAs(merchant, method, path string, body any, header ...string) reply {
	p.t.Helper()
	var text []byte
	switch b := body.(type) {
	case nil:
	case string:
		text = []byte(b)
	default:
		var err error
		if text, err = json.Marshal(b); err != nil {
			p.t.Fatal(err)
		}
	}
	r := httptest.NewRequestWithContext(p.t.Context(), method, "http://api.test"+path, strings.NewReader(string(text)))
	if merchant != "" {
		r.SetBasicAuth(merchant, "secret")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, r)
	answer := reply{w.Code, w.Header(), w.Body.Bytes()}
	if answer.header.Get("Klarna-Correlation-Id") == "" {
		p.t.Errorf("%s %s: no correlation id", method, path)
	}
	if p.hasty {
		return answer
	}
	obey(p.t, p.lenient, r, text, answer.status, answer.header, answer.body)
	return answer
}

// must asks and demands a status.
func (p *testProvider) must(status int, method, path string, body any, header ...string) reply {
	p.t.Helper()
	answer := p.ask(method, path, body, header...)
	if answer.status != status {
		p.t.Fatalf("%s %s: %d, want %d: %s", method, path, answer.status, status, answer.body)
	}
	return answer
}

// tree is a JSON object to build requests of.
type tree = map[string]any

// with copies an object with some members replaced; nil removes one.
func with(base tree, changes tree) tree {
	next := tree{}
	for name, value := range base {
		next[name] = value
	}
	for name, value := range changes {
		if next[name] = value; value == nil {
			delete(next, name)
		}
	}
	return next
}

// lamp is the cart of docs/spec/provider.md F.6.
func lamp() tree {
	return tree{
		"purchase_country": "SE", "purchase_currency": "SEK", "locale": "sv-SE", "order_amount": 23750, "order_tax_amount": 4750,
		"order_lines": []any{
			tree{"type": "physical", "name": "Lamp", "reference": "L-1", "quantity": 2, "unit_price": 12500, "total_discount_amount": 2500, "tax_rate": 2500, "total_amount": 22500, "total_tax_amount": 4500},
			tree{"type": "shipping_fee", "name": "Post", "quantity": 1, "unit_price": 2500, "tax_rate": 2500, "total_amount": 2500, "total_tax_amount": 500},
			tree{"type": "discount", "name": "Club", "quantity": 1, "unit_price": -1250, "tax_rate": 2500, "total_amount": -1250, "total_tax_amount": -250},
		},
	}
}

// payer is somebody whom the test data approves.
func payer() tree {
	return tree{
		"email": "customer@email.se", "given_name": "Alice", "family_name": "Test",
		"street_address": "Södra Blasieholmshamnen 2", "postal_code": "11148", "city": "Stockholm", "country": "SE",
	}
}

// open makes a session and answers its id.
func (p *testProvider) open(body any) string {
	p.t.Helper()
	var made struct {
		ID string `json:"session_id"`
	}
	p.must(http.StatusOK, "POST", "/payments/v1/sessions", body).into(p.t, &made)
	return made.ID
}

// verdict is an answer of the payer's side.
type verdict struct {
	Result    string   `json:"result"`
	Token     string   `json:"token"`
	Reason    string   `json:"reason"`
	WrongCode bool     `json:"wrong_code"`
	CodeTo    string   `json:"code_to"`
	Withdrawn bool     `json:"withdrawn"`
	Fields    []string `json:"fields"`
}

// attempt is a request of the lamp's session to the payer's side.
func attempt(key string, payer tree, otp string) tree {
	return tree{"key": key, "category": "pay_later", "payer": payer, "amount": 23750, "currency": "SEK", "otp": otp}
}

func (p *testProvider) authorize(session string, body tree) verdict {
	p.t.Helper()
	var v verdict
	p.must(http.StatusOK, "POST", "/playground/v1/payments/"+session+"/authorize", body).into(p.t, &v)
	return v
}

var keys atomic.Int64

// approve brings a session of the lamp to an approval and answers the token.
func (p *testProvider) approve(session string, payer tree) string {
	p.t.Helper()
	key := fmt.Sprintf("attempt-%d", keys.Add(1))
	if v := p.authorize(session, attempt(key, payer, "")); v.Result != "challenged" {
		p.t.Fatalf("first call: %+v", v)
	}
	v := p.authorize(session, attempt(key, payer, "123456"))
	if v.Result != "approved" || v.Token == "" {
		p.t.Fatalf("with the code: %+v", v)
	}
	return v.Token
}

// place orders the lamp and answers the order's id.
func (p *testProvider) place(token string) string {
	p.t.Helper()
	var placed struct {
		ID string `json:"order_id"`
	}
	p.must(http.StatusOK, "POST", "/payments/v1/authorizations/"+token+"/order", lamp()).into(p.t, &placed)
	return placed.ID
}

// order runs a whole purchase and answers the order's id.
func (p *testProvider) order() string {
	p.t.Helper()
	return p.place(p.approve(p.open(lamp()), payer()))
}

// parseJSON reads JSON for the contract's checks; members that are null count as
// absent, as the contract says.
func parseJSON(tb testing.TB, text []byte) any {
	tb.Helper()
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		tb.Fatal(err)
	}
	return bare(value)
}

func bare(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			if member == nil {
				delete(v, name)
				continue
			}
			v[name] = bare(member)
		}
	case []any:
		for i := range v {
			v[i] = bare(v[i])
		}
	}
	return value
}
