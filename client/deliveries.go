package client

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// DeliveryFilter says which deliveries a list holds. Members that are empty ask
// for nothing; those that are set must all hold.
type DeliveryFilter struct {
	States     []string // WAITING, DELIVERED, GIVEN_UP
	EndpointID string   // status_update is the page's own address
	SessionID  string
	Type       string    // of the event, such as session.completed
	From, To   time.Time // made not before From, and before To
	Limit      int       // entries of one part, 1 to 100; 0: 20
	Cursor     string    // DeliveryList.Next of the part before
}

func (f DeliveryFilter) query() string {
	q := url.Values{}
	for _, state := range f.States {
		q.Add("state", state)
	}
	for name, value := range map[string]string{"endpoint_id": f.EndpointID, "session_id": f.SessionID, "type": f.Type, "cursor": f.Cursor} {
		if value != "" {
			q.Set(name, value)
		}
	}
	setTime(q, "created_from", f.From)
	setTime(q, "created_to", f.To)
	if f.Limit != 0 {
		q.Set("limit", strconv.Itoa(f.Limit))
	}
	return encoded(q)
}

// DeliveryList is a part of a list, the newest first. It may hold fewer entries
// than asked for, and yet go on: Next is empty at the end.
type DeliveryList struct {
	Deliveries []Delivery `json:"deliveries"`
	Next       string     `json:"next"`
}

// Delivery is one event to one address of the shop, and what became of it.
type Delivery struct {
	DeliveryID  string    `json:"delivery_id"`
	EventID     string    `json:"event_id"` // Callback.EventID
	Type        string    `json:"type"`
	SessionID   string    `json:"session_id"`
	OrderID     string    `json:"order_id"`
	EndpointID  string    `json:"endpoint_id"`
	URL         string    `json:"url"`   // without the values of its query
	State       string    `json:"state"` // WAITING, DELIVERED or GIVEN_UP
	CreatedAt   time.Time `json:"created_at"`
	DeliveredAt time.Time `json:"delivered_at"`
	NextTryAt   time.Time `json:"next_try_at"`
	Behind      bool      `json:"behind"` // an earlier one of its page goes first
	Reason      string    `json:"reason"` // why the last try failed
	Tries       []Try     `json:"tries"`
	// Request is what is sent; only of one delivery, not in lists.
	Request *struct {
		Headers map[string]string `json:"headers"`
		Body    json.RawMessage   `json:"body"`
		Curl    string            `json:"curl"`
	} `json:"request"`
}

// Try is one POST of an event. Result is one of ok, status, redirect, timeout,
// refused, dns, tls, blocked and lost.
type Try struct {
	Number int64     `json:"number"`
	At     time.Time `json:"at"`
	TookMS int64     `json:"took_ms"`
	Result string    `json:"result"`
	Status int       `json:"status"`
	Body   string    `json:"body"` // the beginning of the answer; not in lists
	Hint   string    `json:"hint"` // what to do; not in lists
}

// ListDeliveries lists what became of the events that the shop is called about,
// the newest first.
func (c *Client) ListDeliveries(ctx context.Context, filter DeliveryFilter) (DeliveryList, error) {
	var list DeliveryList
	_, err := c.do(ctx, exchange{
		op: "list deliveries", method: http.MethodGet, path: "/openhpp/v1/deliveries" + filter.query(), out: &list, want: http.StatusOK,
	})
	return list, err
}

// DescribeDelivery shows one delivery with every try, and what is sent.
func (c *Client) DescribeDelivery(ctx context.Context, id string) (Delivery, error) {
	var d Delivery
	err := c.onDelivery(ctx, id, exchange{op: "describe delivery", method: http.MethodGet, out: &d, want: http.StatusOK})
	return d, err
}

// RetryDelivery delivers now, or once more what was delivered: with the same id and
// bytes.
func (c *Client) RetryDelivery(ctx context.Context, id string, options ...Option) (Delivery, error) {
	var d Delivery
	err := c.onDelivery(ctx, id, exchange{op: "retry delivery", method: http.MethodPost, path: "/retry", out: &d, want: http.StatusAccepted}, options...)
	return d, err
}

func (c *Client) onDelivery(ctx context.Context, id string, e exchange, options ...Option) error {
	id, err := segment("delivery id", id)
	if err != nil {
		return err
	}
	e.path = "/openhpp/v1/deliveries/" + id + e.path
	_, err = c.do(ctx, e, options...)
	return err
}
