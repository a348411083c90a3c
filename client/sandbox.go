package client

import (
	"context"
	"net/http"
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
