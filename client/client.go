package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// maxAnswer bounds how many bytes of an answer are read: an order of a
// thousand lines fits many times.
const maxAnswer = 8 << 20

// Client calls the merchant API. The zero value of HTTP is fine; everything
// else is required. A Client may be used by many goroutines at once.
type Client struct {
	// BaseURL is the API's address, such as "https://pay.example.com". A
	// trailing slash is ignored.
	BaseURL string
	// Username and Password are the merchant's API credentials.
	Username string
	Password string
	// HTTP sends the requests. When it is nil, a client with a timeout of 30
	// seconds that follows no redirects is used: the API never redirects.
	HTTP *http.Client
}

var fallback = &http.Client{
	Timeout:       30 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// Option changes one call.
type Option func(*http.Request)

// WithIdempotencyKey makes a call safe to repeat: the server answers a second
// call with the same key and the same body as it answered the first, for seven
// days (docs/spec/decisions.md §4). Use one fresh random key for each thing you mean to do.
func WithIdempotencyKey(key string) Option {
	return func(r *http.Request) { r.Header.Set("Klarna-Idempotency-Key", key) }
}

// exchange is one request and the answer hoped for.
type exchange struct {
	op     string // what is being done, for errors: paths may hold tokens
	method string
	path   string
	in     any // sent as JSON, unless nil
	out    any // where the answer's JSON goes, unless nil
	want   int // any other status is an *Error
}

// do sends the request and decodes the answer.
func (c *Client) do(ctx context.Context, e exchange, options ...Option) (http.Header, error) {
	req, err := c.request(ctx, e)
	if err != nil {
		return nil, fmt.Errorf("client: %s: %w", e.op, err)
	}
	for _, option := range options {
		option(req)
	}
	res, err := c.http().Do(req)
	if err != nil {
		return nil, fmt.Errorf("client: %s: %w", e.op, withoutURL(err))
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return nil, fmt.Errorf("client: %s: reading the answer: %w", e.op, err)
	}
	if res.StatusCode != e.want {
		return nil, answerError(e.op, res, body)
	}
	if e.out == nil {
		return res.Header, nil
	}
	if err := json.Unmarshal(body, e.out); err != nil {
		return nil, fmt.Errorf("client: %s: the answer is not the JSON expected: %w", e.op, err)
	}
	return res.Header, nil
}

func (c *Client) request(ctx context.Context, e exchange) (*http.Request, error) {
	var body io.Reader
	if e.in != nil {
		text, err := json.Marshal(e.in)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, e.method, c.base()+e.path, body)
	if err != nil {
		return nil, withoutURL(err)
	}
	c.sign(req, e.in != nil)
	return req, nil
}

// sign says who calls, and in which form both sides speak.
func (c *Client) sign(req *http.Request, hasBody bool) {
	req.SetBasicAuth(c.Username, c.Password)
	req.Header.Set("Accept", "application/json")
	if hasBody {
		req.Header.Set("Content-Type", "application/json")
	}
}

// withoutURL keeps addresses, and the tokens in them, out of errors and so
// out of logs.
func withoutURL(err error) error {
	if outer, ok := errors.AsType[*url.Error](err); ok {
		return outer.Err
	}
	return err
}

func (c *Client) http() *http.Client {
	if c.HTTP != nil {
		return c.HTTP
	}
	return fallback
}

func (c *Client) base() string { return strings.TrimRight(c.BaseURL, "/") }

// segment makes an identifier one element of a path. Empty and dotted ones
// would name another resource, so they are refused before anything is sent.
func segment(what, id string) (string, error) {
	if id == "" || id == "." || id == ".." {
		return "", fmt.Errorf("client: the %s is %q, want the one the server gave", what, id)
	}
	return url.PathEscape(id), nil
}
