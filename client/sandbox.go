package client

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Act brings a session of a playground to an outcome (docs/sandbox.md). Members
// that are empty have the defaults of api/sandbox.yaml.
type Act struct {
	// Outcome is touch, approve, approve_pending, challenge, code, decline,
	// withdraw, back, cancel, fail, stall, resolve, disable, complete_elsewhere,
	// cancel_elsewhere or expire.
	Outcome string `json:"outcome"`
	Method  string `json:"method,omitempty"` // such as PAY_LATER
	Person  string `json:"person,omitempty"` // country of the test person who pays
	Reason  string `json:"reason,omitempty"` // of a decline, such as high_risk
	Decide  string `json:"decide,omitempty"` // of approve_pending: accept, reject or never
	After   string `json:"after,omitempty"`  // of approve_pending: an ISO 8601 duration
	At      string `json:"at,omitempty"`     // of fail: place or capture
	Value   string `json:"value,omitempty"`  // of code: six digits
	As      string `json:"as,omitempty"`     // of resolve: approve or decline
	Wait    int    `json:"wait,omitempty"`   // seconds, for the callbacks
}

// Acted is what an act came to.
type Acted struct {
	Session    Session         `json:"session"`
	Events     []ActedEvent    `json:"events"`
	Page       string          `json:"page"`     // data-outcome of the page, or pay and challenge
	Redirect   string          `json:"redirect"` // where the page leads
	OrderID    string          `json:"order_id"`
	Deliveries []ActedDelivery `json:"deliveries"`
}

// ActedEvent is a change that an act led to.
type ActedEvent struct {
	EventID string    `json:"event_id"`
	Seq     int64     `json:"seq"`
	Status  Status    `json:"status"`
	At      time.Time `json:"at"`
}

// ActedDelivery is what became of an event's callback.
type ActedDelivery struct {
	EventID string `json:"event_id"`
	State   string `json:"state"`  // WAITING, DELIVERED or GIVEN_UP
	Status  int    `json:"status"` // of the last answer; 0: none is known
}

// Step is what came of one act of a script: one of the two is set.
type Step struct {
	Acted   *Acted       `json:"acted"`
	Refused *StepRefusal `json:"refused"`
}

// StepRefusal is why a script ended at a step.
type StepRefusal struct {
	Status   int      `json:"status"`
	Code     string   `json:"error_code"`
	Messages []string `json:"error_messages"`
	Allowed  []string `json:"allowed"`
}

// OrderActed is how an order stands after an act.
type OrderActed struct {
	OrderID     string `json:"order_id"`
	Status      string `json:"status"`
	FraudStatus string `json:"fraud_status"`
}

// TokenActed is how a customer token stands after an act.
type TokenActed struct {
	Token   string `json:"token"`
	Status  string `json:"status"`
	Failing bool   `json:"failing"`
}

// MessageActed is how a message stands after an act.
type MessageActed struct {
	DistributionID string `json:"distribution_id"`
	State          string `json:"state"`
	Reason         string `json:"reason"`
}

// Act brings a session to an outcome. One that is not possible now is an *Error
// with status 409, whose Allowed are those that are.
func (c *Client) Act(ctx context.Context, sessionID string, act Act, options ...Option) (Acted, error) {
	return post[Acted](ctx, c, "act on session", "/sandbox/v1/sessions/", sessionID, "/act", act, options)
}

// RunScript does several acts, up to the first that is refused.
func (c *Client) RunScript(ctx context.Context, sessionID string, steps []Act, options ...Option) ([]Step, error) {
	answer, err := post[struct {
		Steps []Step `json:"steps"`
	}](ctx, c, "run script", "/sandbox/v1/sessions/", sessionID, "/script", map[string][]Act{"steps": steps}, options)
	return answer.Steps, err
}

// ActOnOrder has an order's fraud check end (accept, reject), or its time (expire).
func (c *Client) ActOnOrder(ctx context.Context, orderID, outcome string, options ...Option) (OrderActed, error) {
	return post[OrderActed](ctx, c, "act on order", "/sandbox/v1/orders/", orderID, "/act", map[string]string{"outcome": outcome}, options)
}

// ActOnToken suspends a customer token, has its charges fail (fail), or makes it
// good again (revive).
func (c *Client) ActOnToken(ctx context.Context, token, outcome string, options ...Option) (TokenActed, error) {
	return post[TokenActed](ctx, c, "act on token", "/sandbox/v1/tokens/", token, "/act", map[string]string{"outcome": outcome}, options)
}

// ActOnMessage has a message of the inbox arrive (accept), bounce for a reason, or
// be opened (open).
func (c *Client) ActOnMessage(ctx context.Context, distributionID, outcome, reason string, options ...Option) (MessageActed, error) {
	sent := map[string]string{"outcome": outcome}
	if reason != "" {
		sent["reason"] = reason
	}
	return post[MessageActed](ctx, c, "act on message", "/sandbox/v1/messages/", distributionID, "/act", sent, options)
}

// post sends a body to an address with an id in it, and reads the answer.
func post[T any](ctx context.Context, c *Client, op, before, id, after string, in any, options []Option) (T, error) {
	var out T
	id, err := segment("id", id)
	if err != nil {
		return out, err
	}
	_, err = c.do(ctx, exchange{op: op, method: http.MethodPost, path: before + id + after, in: in, out: &out, want: http.StatusOK}, options...)
	return out, err
}

// Catcher is where a merchant's requests are caught: a name of your choice goes
// behind the address.
type Catcher struct {
	Key string `json:"key"`
	URL string `json:"url"`
}

// CatcherAnswer is what a caught request is answered with.
type CatcherAnswer struct {
	Status  int `json:"status"`
	DelayMS int `json:"delay_ms,omitempty"` // before the answer
}

// CatcherProgram answers requests in turn, and all that follow with Then.
type CatcherProgram struct {
	Answers []CatcherAnswer `json:"answers,omitempty"`
	Then    *CatcherAnswer  `json:"then,omitempty"`
}

// Caught is a request that was caught.
type Caught struct {
	ID         string      `json:"id"`
	Name       string      `json:"name"`
	At         time.Time   `json:"at"`
	Method     string      `json:"method"`
	Query      string      `json:"query"`
	Headers    http.Header `json:"headers"`
	Body       string      `json:"body"`        // the first 64 KB
	BodyBase64 string      `json:"body_base64"` // instead, where that is not UTF-8
	Signature  string      `json:"signature"`   // VALID, OLD, WRONG or NONE
	EventID    string      `json:"event_id"`    // of a callback
	SessionID  string      `json:"session_id"`  // of a callback's session
	Status     Status      `json:"status"`      // of that session
	Answered   int         `json:"answered"`    // HTTP status
	Repeat     bool        `json:"repeat"`      // the event was caught before
}

// CaughtFilter chooses requests; what is empty chooses all.
type CaughtFilter struct {
	Name      string
	SessionID string
	Status    Status
	Wait      int    // seconds, for the first that matches
	Limit     int    // 1 to 100; 0 is 20
	Cursor    string // CaughtList.Next of the page before
}

// CaughtList is a page of requests, the newest first.
type CaughtList struct {
	Caught []Caught `json:"caught"`
	Next   string   `json:"next"`
}

// ReadCatcher tells where requests are caught.
func (c *Client) ReadCatcher(ctx context.Context) (Catcher, error) {
	var out Catcher
	_, err := c.do(ctx, exchange{op: "read catcher", method: http.MethodGet, path: "/sandbox/v1/catcher", out: &out, want: http.StatusOK})
	return out, err
}

// ProgramCatcher says how requests of a name are answered from now on.
func (c *Client) ProgramCatcher(ctx context.Context, name string, program CatcherProgram) error {
	name, err := segment("name", name)
	if err != nil {
		return err
	}
	_, err = c.do(ctx, exchange{op: "program catcher", method: http.MethodPut, path: "/sandbox/v1/catchers/" + name, in: program, want: http.StatusNoContent})
	return err
}

// ListCaught lists what was caught.
func (c *Client) ListCaught(ctx context.Context, f CaughtFilter) (CaughtList, error) {
	query := url.Values{}
	for name, value := range map[string]string{"name": f.Name, "session_id": f.SessionID, "status": string(f.Status), "cursor": f.Cursor} {
		if value != "" {
			query.Set(name, value)
		}
	}
	for name, value := range map[string]int{"wait": f.Wait, "limit": f.Limit} {
		if value != 0 {
			query.Set(name, strconv.Itoa(value))
		}
	}
	var out CaughtList
	_, err := c.do(ctx, exchange{op: "list caught", method: http.MethodGet, path: "/sandbox/v1/caught?" + query.Encode(), out: &out, want: http.StatusOK})
	return out, err
}

// ForgetCaught forgets what was caught at a name, or at all names when it is empty.
func (c *Client) ForgetCaught(ctx context.Context, name string) error {
	path := "/sandbox/v1/caught"
	if name != "" {
		path += "?" + url.Values{"name": {name}}.Encode()
	}
	_, err := c.do(ctx, exchange{op: "forget caught", method: http.MethodDelete, path: path, want: http.StatusNoContent})
	return err
}

// NewTenant is a merchant that lives for a test. The password and the secret are
// shown this once.
type NewTenant struct {
	MerchantID    string    `json:"merchant_id"`
	Username      string    `json:"username"`
	Password      string    `json:"password"`
	SigningSecret string    `json:"signing_secret"`
	EndsAt        time.Time `json:"ends_at"`
}

// Tenant is one that was made.
type Tenant struct {
	MerchantID string    `json:"merchant_id"`
	Name       string    `json:"name"`
	CreatedAt  time.Time `json:"created_at"`
	EndsAt     time.Time `json:"ends_at"`
}

// MakeTenant makes a merchant that is gone after life, an ISO 8601 duration (empty:
// an hour), with all its data.
func (c *Client) MakeTenant(ctx context.Context, name, life string) (NewTenant, error) {
	sent := map[string]string{"name": name}
	if life != "" {
		sent["expires_in"] = life
	}
	var out NewTenant
	_, err := c.do(ctx, exchange{op: "make tenant", method: http.MethodPost, path: "/sandbox/v1/tenants", in: sent, out: &out, want: http.StatusCreated})
	return out, err
}

// ListTenants lists the tenants that the merchant made, the oldest first.
func (c *Client) ListTenants(ctx context.Context) ([]Tenant, error) {
	var out struct {
		Tenants []Tenant `json:"tenants"`
	}
	_, err := c.do(ctx, exchange{op: "list tenants", method: http.MethodGet, path: "/sandbox/v1/tenants", out: &out, want: http.StatusOK})
	return out.Tenants, err
}

// RemoveTenant removes a tenant with all its data.
func (c *Client) RemoveTenant(ctx context.Context, merchantID string) error {
	merchantID, err := segment("merchant id", merchantID)
	if err != nil {
		return err
	}
	_, err = c.do(ctx, exchange{op: "remove tenant", method: http.MethodDelete, path: "/sandbox/v1/tenants/" + merchantID, want: http.StatusNoContent})
	return err
}

// Reset removes everything that the merchant made but what is kept: profiles.
func (c *Client) Reset(ctx context.Context, keep ...string) error {
	sent := map[string][]string{}
	if len(keep) > 0 {
		sent["keep"] = keep
	}
	_, err := c.do(ctx, exchange{op: "reset", method: http.MethodPost, path: "/sandbox/v1/reset", in: sent, want: http.StatusNoContent})
	return err
}
