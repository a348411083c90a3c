package apicli

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/openhpp/openhpp/client"
)

// Caller runs commands at one server as one merchant.
type Caller struct {
	API      *client.Client
	Out, Err io.Writer // results, and all else
	JSON     bool      // results are JSON: one object, or one a line for lists
	Quiet    bool      // results are ids
}

// Unreachable is an error of a call whose answer did not come.
type Unreachable struct{ Reason error }

func (u Unreachable) Error() string { return "the server did not answer: " + u.Reason.Error() }

// Unwrap answers the reason.
func (u Unreachable) Unwrap() error { return u.Reason }

// document is an answer of the API as it came, so that --json shows members that this program
// does not know.
type document json.RawMessage

// into reads the members that a command prints.
func (d document) into(value any) error {
	if err := json.Unmarshal(d, value); err != nil {
		return fmt.Errorf("the answer is not the JSON expected: %w", err)
	}
	return nil
}

// call makes a call and answers its document; in is sent as JSON, unless nil. What makes something
// gets an idempotency key, so that a server that died under it can be asked again.
func (c Caller) call(ctx context.Context, method, path string, in any) (document, error) {
	answer, err := c.exchange(ctx, method, path, in)
	return document(answer.Body), err
}

func (c Caller) exchange(ctx context.Context, method, path string, in any) (client.Answer, error) {
	var body []byte
	if raw, ok := in.(json.RawMessage); ok {
		body = raw
	} else if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return client.Answer{}, err
		}
	}
	var options []client.Option
	if method != http.MethodGet && method != http.MethodHead {
		options = append(options, client.WithIdempotencyKey(rand.Text()))
	}
	answer, err := c.API.Call(ctx, method, path, body, options...)
	if _, refused := errors.AsType[*client.Error](err); err != nil && !refused && ctx.Err() == nil {
		return answer, Unreachable{err}
	}
	return answer, err
}

// get reads a document.
func (c Caller) get(ctx context.Context, path string) (document, error) {
	return c.call(ctx, http.MethodGet, path, nil)
}

// below is a path whose last parts are ids; each stays one part.
func below(path string, parts ...string) string {
	for _, part := range parts {
		path += "/" + url.PathEscape(part)
	}
	return path
}
