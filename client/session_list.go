package client

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// SessionFilter says which pages a list holds. Members that are empty ask for
// nothing; those that are set must all hold.
type SessionFilter struct {
	Statuses         []Status
	Reference        string // what the payer quotes
	OrderID          string
	KlarnaReference  string
	PaymentSessionID string
	Contact          string // a whole e-mail address, or a phone number with its country code
	ProfileID        string
	Any              string    // any of the ids and references above, or the page's own id
	From, To         time.Time // made not before From, and before To
	Limit            int       // entries of one part, 1 to 100; 0: 20
	Cursor           string    // SessionList.Next of the part before
}

func (f SessionFilter) query() string {
	q := url.Values{}
	for _, status := range f.Statuses {
		q.Add("status", string(status))
	}
	for name, value := range map[string]string{
		"reference": f.Reference, "order_id": f.OrderID, "klarna_reference": f.KlarnaReference, "payment_session_id": f.PaymentSessionID,
		"contact": f.Contact, "profile_id": f.ProfileID, "q": f.Any, "cursor": f.Cursor,
	} {
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

func setTime(q url.Values, name string, at time.Time) {
	if !at.IsZero() {
		q.Set(name, at.UTC().Format(time.RFC3339Nano))
	}
}

// encoded is a query with its question mark; empty: there is none.
func encoded(q url.Values) string {
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// SessionList is a part of a list, the newest page first. It may hold fewer
// entries than asked for, and yet go on: Next is empty at the end.
type SessionList struct {
	Sessions []SessionState `json:"sessions"`
	Next     string         `json:"next"`
}

// SessionState is how a page stands, beyond what the published API tells, also
// after its end. Amounts are minor units of Currency.
type SessionState struct {
	SessionID         string   `json:"session_id"`
	Status            Status   `json:"status"`
	Amount            int64    `json:"amount"`
	Currency          string   `json:"currency"`
	Country           string   `json:"country"`
	Locale            string   `json:"locale"`
	Channel           string   `json:"channel"` // ECOMMERCE, IN_STORE or TELESALES
	Reference         string   `json:"reference"`
	PaymentSessionURL string   `json:"payment_session_url"`
	ProfileID         string   `json:"profile_id"`
	PlaceOrderMode    Mode     `json:"place_order_mode"`
	Contacts          []string `json:"contacts"` // masked
	Method            string   `json:"method"`   // of the last attempt
	Tries             int      `json:"tries"`
	Reason            string   `json:"reason"` // of the last decline or fault
	OrderID           string   `json:"order_id"`
	KlarnaReference   string   `json:"klarna_reference"`
	Elsewhere         bool     `json:"elsewhere"` // paid outside this page
	Expired           bool     `json:"expired"`
	Declines          int      `json:"declines"`
	WrongCodes        int      `json:"wrong_codes"`
	// Held says that no attempt is taken until the shop reopens the page.
	Held       bool      `json:"held"`
	WaitUntil  time.Time `json:"wait_until"`
	RenewedBy  string    `json:"renewed_by"`
	Renews     string    `json:"renews"`
	Deliveries struct {
		Waiting   int64 `json:"waiting"`
		Delivered int64 `json:"delivered"`
		GivenUp   int64 `json:"given_up"`
	} `json:"deliveries"`
	Distributions struct {
		Sent    int64 `json:"sent"`
		Bounced int64 `json:"bounced"`
		Opened  int64 `json:"opened"`
	} `json:"distributions"`
	Links     *SessionLinks `json:"links"` // only where they were asked for
	CreatedAt time.Time     `json:"created_at"`
	UpdatedAt time.Time     `json:"updated_at"`
	ExpiresAt time.Time     `json:"expires_at"`
}

// SessionLinks are a page's addresses. Whoever has RedirectURL can pay.
type SessionLinks struct {
	SessionURL      string `json:"session_url"`
	RedirectURL     string `json:"redirect_url"`
	QRCodeURL       string `json:"qr_code_url"`
	DistributionURL string `json:"distribution_url"`
}

// ListSessions lists pages, or finds some, the newest first.
func (c *Client) ListSessions(ctx context.Context, filter SessionFilter) (SessionList, error) {
	var list SessionList
	_, err := c.do(ctx, exchange{
		op: "list sessions", method: http.MethodGet, path: "/openhpp/v1/sessions" + filter.query(), out: &list, want: http.StatusOK,
	})
	return list, err
}

// DescribeSession tells how a page stands, also after its end; with links its
// addresses too.
func (c *Client) DescribeSession(ctx context.Context, id string, links bool) (SessionState, error) {
	query := ""
	if links {
		query = "?include=links"
	}
	var state SessionState
	err := c.onSession(ctx, id, exchange{op: "describe session", method: http.MethodGet, path: query, out: &state, want: http.StatusOK})
	return state, err
}

// ReopenSession lets payers try again after too many attempts have failed.
func (c *Client) ReopenSession(ctx context.Context, id string) (SessionState, error) {
	var state SessionState
	err := c.onSession(ctx, id, exchange{op: "reopen session", method: http.MethodPost, path: "/reopen", out: &state, want: http.StatusOK})
	return state, err
}

// ResendDistribution sends a link once more, to whom a page's nth distribution
// went. It is an *Error with status 409 once the address is no longer kept.
func (c *Client) ResendDistribution(ctx context.Context, id string, number int64, options ...Option) (Distributed, error) {
	var sent Distributed
	err := c.onSession(ctx, id, exchange{
		op: "resend link", method: http.MethodPost, path: "/distributions/" + strconv.FormatInt(number, 10) + "/resend", out: &sent, want: http.StatusCreated,
	}, options...)
	return sent, err
}

// onSession is a call of the extension API on one page; its path is what follows
// the page's.
func (c *Client) onSession(ctx context.Context, id string, e exchange, options ...Option) error {
	id, err := segment("session id", id)
	if err != nil {
		return err
	}
	e.path = "/openhpp/v1/sessions/" + id + e.path
	_, err = c.do(ctx, e, options...)
	return err
}
