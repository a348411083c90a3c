package client

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// OrderFilter says which orders a list holds. Members that are empty ask for nothing;
// those that are set must all hold.
type OrderFilter struct {
	Statuses      []string // AUTHORIZED, PART_CAPTURED, CAPTURED, CANCELLED, EXPIRED
	FraudStatuses []string // ACCEPTED, PENDING, REJECTED
	Reference     string   // the order's own, or one of the shop's
	From, To      time.Time
	Limit         int    // entries of one part, 1 to 100; 0: 20
	Cursor        string // OrderList.Next of the part before
}

func (f OrderFilter) query() url.Values {
	q := url.Values{}
	for _, status := range f.Statuses {
		q.Add("status", status)
	}
	for _, status := range f.FraudStatuses {
		q.Add("fraud_status", status)
	}
	for name, value := range map[string]string{"reference": f.Reference, "cursor": f.Cursor} {
		if value != "" {
			q.Set(name, value)
		}
	}
	setTime(q, "created_from", f.From)
	setTime(q, "created_to", f.To)
	if f.Limit != 0 {
		q.Set("limit", strconv.Itoa(f.Limit))
	}
	return q
}

// OrderList is a part of a list, the newest order first. It may hold fewer entries
// than asked for, and yet go on: Next is empty at the end.
type OrderList struct {
	Orders []Order `json:"orders"`
	Next   string  `json:"next"`
}

// ListOrders lists orders, without who the payers are.
func (c *Client) ListOrders(ctx context.Context, filter OrderFilter) (OrderList, error) {
	var list OrderList
	_, err := c.do(ctx, exchange{
		op: "list orders", method: http.MethodGet, path: "/openhpp/v1/orders" + encoded(filter.query()), out: &list, want: http.StatusOK,
	})
	return list, err
}

// ExportOrders writes all orders of a list as comma-separated values
// (docs/csv.md); the filter's Limit and Cursor are left out.
func (c *Client) ExportOrders(ctx context.Context, filter OrderFilter, to io.Writer) error {
	filter.Limit, filter.Cursor = 0, ""
	return c.export(ctx, "export orders", "/openhpp/v1/orders.csv"+encoded(filter.query()), to)
}

// ExportSessions writes all pages of a list as comma-separated values
// (docs/csv.md); the filter's Limit and Cursor are left out.
func (c *Client) ExportSessions(ctx context.Context, filter SessionFilter, to io.Writer) error {
	filter.Limit, filter.Cursor = 0, ""
	return c.export(ctx, "export sessions", "/openhpp/v1/sessions.csv"+filter.query(), to)
}
