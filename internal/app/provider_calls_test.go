package app

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

// counted is a provider that writes down what it is asked.
type counted struct {
	hpp.ServerAuthorizer
	mu    sync.Mutex
	calls []string
}

func (c *counted) called(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls = append(c.calls, name)
}

func (c *counted) take() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	calls := c.calls
	c.calls = nil
	return calls
}

func (c *counted) Read(ctx context.Context, m hpp.MerchantID, ref hpp.PaymentRef) (hpp.PaymentSession, error) {
	c.called("Read")
	return c.ServerAuthorizer.Read(ctx, m, ref)
}

func (c *counted) Authorize(ctx context.Context, m hpp.MerchantID, ref hpp.PaymentRef, a hpp.Authorization) (hpp.Verdict, error) {
	c.called("Authorize")
	return c.ServerAuthorizer.Authorize(ctx, m, ref, a)
}

func (c *counted) PlaceOrder(ctx context.Context, m hpp.MerchantID, ref hpp.PaymentRef, token string, body []byte) (hpp.Order, error) {
	c.called("PlaceOrder")
	return c.ServerAuthorizer.PlaceOrder(ctx, m, ref, token, body)
}

func (c *counted) Capture(ctx context.Context, m hpp.MerchantID, ref hpp.PaymentRef, order string, amount int64, key string) error {
	c.called("Capture")
	return c.ServerAuthorizer.Capture(ctx, m, ref, order, amount, key)
}

// One press that captures asks the provider four times: what is to be paid, for
// the authorization, for the order, for the money.
func TestCallsOfOnePress(t *testing.T) {
	c := local(t)
	c.RateLimitCreate, c.RateLimit.Calls = new(int), new(int)
	a, err := Open(t.Context(), c, discardLog())
	if err != nil {
		t.Fatal(err)
	}
	registry, ok := a.sessions.Providers.(providers)
	if !ok {
		t.Fatalf("the registry is a %T", a.sessions.Providers)
	}
	calls := &counted{ServerAuthorizer: registry.byOwn.(hpp.ServerAuthorizer)}
	registry.byOwn = calls
	a.sessions.Providers = registry
	login, err := a.merchants.Create(t.Context(), "Lamps & Co")
	if err != nil {
		t.Fatal(err)
	}
	stop := start(t, a)
	s := &tenant{t, a, login, "http://" + a.listener.Addr().String()}
	made := s.captured()
	s.press(made, "/pay", nil) // the code is asked for
	_, page := s.ask(http.MethodGet, made.Page, "", "")
	body := url.Values{"page_key": {keyField.FindStringSubmatch(page)[1]}, "otp": {"123456"}}
	if revision := revisionField.FindStringSubmatch(page); revision != nil {
		body.Set("revision", revision[1])
	}
	calls.take()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, made.Page+"/challenge", strings.NewReader(body.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := follower.Transport.RoundTrip(r) // follows no redirect: that is another request
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if got, want := calls.take(), []string{"Read", "Authorize", "PlaceOrder", "Capture"}; !slices.Equal(got, want) {
		t.Errorf("asked %v, want %v", got, want)
	}
	if now := s.status(made); now != hpp.Completed {
		t.Errorf("the session is %s", now)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// captured makes a session that is captured at once.
func (s *tenant) captured() (made links) {
	s.t.Helper()
	var payment struct {
		ID string `json:"session_id"`
	}
	s.call(http.MethodPost, "/payments/v1/sessions", "{"+cart+"}", &payment)
	s.call(http.MethodPost, "/hpp/v1/sessions", `{"payment_session_url":"`+s.url+"/payments/v1/sessions/"+payment.ID+`","options":{"place_order_mode":"CAPTURE_ORDER"}}`, &made)
	return made
}
