package klarna

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	fast "github.com/go-json-experiment/json/v1"

	"github.com/openhpp/openhpp/internal/hpp"
)

// defaultTimeout is how long one call may take when the client says nothing.
const defaultTimeout = 10 * time.Second

// maxAnswer bounds an answer's body, in bytes.
const maxAnswer = 4 << 20

// Client calls a provider. All fields but Timeout are required.
type Client struct {
	// BaseURL is the provider's address, without a trailing slash.
	BaseURL   string
	Transport http.RoundTripper
	// Credentials answers what a merchant proves itself with at the provider.
	Credentials func(hpp.MerchantID) (username, password string, err error)
	Timeout     time.Duration // of one call; 0 means ten seconds
}

// call is one request and what is expected of its answer.
type call struct {
	method string
	path   string // escaped
	key    string // idempotency key; empty: none
	body   any    // nil: none
	want   []int  // statuses of success
	into   any    // nil: the answer's body does not matter
}

// temporary are 4xx that do not say no for good.
var temporary = []int{http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests}

// do makes the call. A definite no is a *hpp.Refusal; every other error leaves
// the outcome unknown. Errors name the call by its pattern, never by values:
// paths hold tokens and bodies personal data.
func (c *Client) do(ctx context.Context, merchant hpp.MerchantID, name string, what call) error {
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(c.Timeout, defaultTimeout))
	defer cancel()
	request, err := c.request(ctx, merchant, what)
	if err != nil {
		return fmt.Errorf("klarna: %s: %w", name, err)
	}
	response, err := c.Transport.RoundTrip(request)
	if err != nil {
		return fmt.Errorf("klarna: %s: no answer: %w", name, err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if err != nil || len(body) > maxAnswer {
		return fmt.Errorf("klarna: %s: answer %d cut short: %w", name, response.StatusCode, orTooLong(err))
	}
	if slices.Contains(what.want, response.StatusCode) {
		return decode(name, body, what.into)
	}
	if response.StatusCode/100 == 4 && !slices.Contains(temporary, response.StatusCode) {
		return refusal(response.StatusCode, body)
	}
	return fmt.Errorf("klarna: %s: answer %d", name, response.StatusCode)
}

func (c *Client) request(ctx context.Context, merchant hpp.MerchantID, what call) (*http.Request, error) {
	username, password, err := c.Credentials(merchant)
	if err != nil {
		return nil, fmt.Errorf("credentials: %w", err)
	}
	var body io.Reader
	if what.body != nil {
		text, err := json.Marshal(what.body)
		if err != nil {
			return nil, fmt.Errorf("encode: %w", err)
		}
		body = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, what.method, c.BaseURL+what.path, body)
	if err != nil {
		return nil, fmt.Errorf("the provider's address or an id is malformed")
	}
	request.SetBasicAuth(username, password)
	request.Header.Set("Accept", "application/json")
	if what.body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if what.key != "" {
		request.Header.Set("Klarna-Idempotency-Key", what.key)
	}
	return request, nil
}

func orTooLong(err error) error {
	if err != nil {
		return err
	}
	return fmt.Errorf("more than %d bytes", maxAnswer)
}

func decode(name string, body []byte, into any) error {
	if into == nil {
		return nil
	}
	if err := fast.Unmarshal(body, into); err != nil {
		// The decoder's own words may quote the body.
		return fmt.Errorf("klarna: %s: the answer is not the JSON expected", name)
	}
	return nil
}

// maxMessage bounds what is kept of a provider's words, in bytes.
const maxMessage = 300

// refusal reads the error envelope; a body that is none leaves the status.
func refusal(status int, body []byte) *hpp.Refusal {
	var envelope struct {
		Code     string   `json:"error_code"`
		Messages []string `json:"error_messages"`
		Message  string   `json:"error_message"`
	}
	if json.Unmarshal(body, &envelope) != nil || envelope.Code == "" {
		return &hpp.Refusal{Code: fmt.Sprintf("HTTP_%d", status), Message: http.StatusText(status)}
	}
	message := strings.Join(append(envelope.Messages, envelope.Message), "; ")
	message = strings.TrimSuffix(message, "; ")
	return &hpp.Refusal{
		Code: envelope.Code, Message: strings.ToValidUTF8(message[:min(len(message), maxMessage)], ""),
		Request: status == http.StatusBadRequest || status == http.StatusUnprocessableEntity, Fields: named(envelope.Messages),
	}
}

// complaint is how a provider names a member at fault; what would be right may
// follow.
var complaint = regexp.MustCompile(`^(?:Bad value|Missing value|Not matching fields): ([A-Za-z0-9_.\[\]]+)`)

// named lists the members that an error names.
func named(messages []string) []string {
	var fields []string
	for _, message := range messages {
		if parts := complaint.FindStringSubmatch(message); parts != nil {
			fields = append(fields, parts[1])
		}
	}
	return fields
}
