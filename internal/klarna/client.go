package klarna

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	fast "github.com/go-json-experiment/json/v1"

	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/upstream"
)

const (
	// timeout is how long one call may take.
	timeout = 10 * time.Second
	// MaxAnswer bounds an answer's body, in bytes.
	MaxAnswer = 4 << 20
)

// Accounts answers the accounts that a merchant may use at an upstream. A
// *hpp.AccountError says why there is none.
type Accounts interface {
	Logins(ctx context.Context, merchant hpp.MerchantID, u upstream.Upstream) ([]upstream.Login, error)
}

// Client calls one upstream in the name of merchants. All fields are required.
// It is safe for concurrent use.
type Client struct {
	Upstream upstream.Upstream
	Accounts Accounts
	// Sender calls hosts of the upstream alone. It follows no redirect, and bounds
	// answers at MaxAnswer.
	Sender egress.Sender
	Now    func() time.Time
	// Observe gets every exchange, for the log and the metrics.
	Observe func(context.Context, Exchange)

	right rightAccounts
}

// Exchange is one call and its answer, without anything secret or personal.
type Exchange struct {
	Upstream string
	Call     string // such as "read session"
	// Account is the label of the account in whose name it was made.
	Account string
	Status  int    // of the answer; 0: none came
	Code    string // the answer's error_code
	// CorrelationID is the upstream's own name for the exchange, for its support.
	CorrelationID string
	Took          time.Duration
	Err           error // nil: done
}

// call is one request and what is expected of its answer.
type call struct {
	name   string // of the call, in errors and logs: never an id
	method string
	path   string // escaped
	key    string // idempotency key; empty: none
	body   any    // marshalled, unless it is []byte; nil: none
	into   any    // gets the answer's JSON; nil: the body does not matter
	// found says that 403 and 404 mean hpp.ErrNotFound: another account's, or not
	// there.
	found bool
}

// do makes a call in the name of an account (docs/spec/upstream.md U1.5). A
// definite no is a *hpp.Refusal, wrong credentials are a *hpp.AccountError; what
// is none of these leaves the outcome unknown. Errors hold no path and no body:
// those hold tokens and personal data.
func (c *Client) do(ctx context.Context, login upstream.Login, what call) error {
	request, err := c.request(ctx, login, what)
	if err != nil {
		return fmt.Errorf("klarna: %s: %w", what.name, err)
	}
	seen := Exchange{Upstream: c.Upstream.Name, Call: what.name, Account: login.Label}
	began := c.Now()
	response, err := c.Sender.Do(request, timeout)
	if err != nil {
		err = fmt.Errorf("klarna: %s: no answer: %w", what.name, err)
	} else {
		defer func() { _ = response.Body.Close() }()
		err = c.read(response, login, what, &seen)
	}
	seen.Took, seen.Err = c.Now().Sub(began), err
	c.Observe(ctx, seen)
	return err
}

func (c *Client) request(ctx context.Context, login upstream.Login, what call) (*http.Request, error) {
	var body io.Reader
	switch of := what.body.(type) {
	case nil:
	case []byte:
		body = bytes.NewReader(of)
	default:
		text, err := fast.Marshal(of)
		if err != nil {
			return nil, fmt.Errorf("encode: %w", err)
		}
		body = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, what.method, c.Upstream.BaseURL+what.path, body)
	if err != nil {
		return nil, fmt.Errorf("the upstream's address or an id is malformed")
	}
	if login.Username == "" {
		request.Header.Set("Authorization", "Basic "+login.Password)
	} else {
		request.SetBasicAuth(login.Username, login.Password)
	}
	request.Header.Set("Accept", "application/json")
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if what.key != "" {
		request.Header.Set("Klarna-Idempotency-Key", what.key)
	}
	return request, nil
}
