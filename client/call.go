package client

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// Answer is what the server said to Call.
type Answer struct {
	Status int // HTTP status
	Header http.Header
	Body   []byte // at most 8 MiB
}

// Call makes a call that has no method here: path begins with a slash and may
// have a query; body is JSON, or nil. An answer of 400 or more is an *Error
// beside the Answer. Any other error means that the outcome is unknown.
func (c *Client) Call(ctx context.Context, method, path string, body []byte, options ...Option) (Answer, error) {
	op := method + " " + strings.SplitN(path, "?", 2)[0]
	if !strings.HasPrefix(path, "/") {
		return Answer{}, fmt.Errorf("client: %s: the path must begin with /", op)
	}
	var content io.Reader
	if body != nil {
		content = bytes.NewReader(body)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base()+path, content)
	if err != nil {
		return Answer{}, fmt.Errorf("client: %s: %w", op, withoutURL(err))
	}
	c.sign(req, body != nil)
	for _, option := range options {
		option(req)
	}
	res, err := c.http().Do(req)
	if err != nil {
		return Answer{}, fmt.Errorf("client: %s: %w", op, withoutURL(err))
	}
	defer res.Body.Close()
	answer := Answer{Status: res.StatusCode, Header: res.Header}
	if answer.Body, err = io.ReadAll(io.LimitReader(res.Body, maxAnswer)); err != nil {
		return answer, fmt.Errorf("client: %s: reading the answer: %w", op, err)
	}
	if res.StatusCode >= http.StatusBadRequest {
		return answer, answerError(op, res, answer.Body)
	}
	return answer, nil
}
