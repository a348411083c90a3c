package klarna

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	fast "github.com/go-json-experiment/json/v1"

	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/upstream"
)

const (
	maxMessage     = 300 // bytes kept of an upstream's words
	maxCorrelation = 64  // characters of an upstream's name for an exchange
)

// temporary are 4xx that do not say no for good.
var temporary = []int{http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests}

// unknownError leaves the outcome of a call unknown.
type unknownError struct {
	text string
	wait time.Duration
}

func (e *unknownError) Error() string { return e.text }

// RetryAfter is how long the upstream asks to be left in peace; 0: it said
// nothing.
func (e *unknownError) RetryAfter() time.Duration { return e.wait }

// read says what an answer means (docs/spec/upstream.md U1.5).
func (c *Client) read(response *http.Response, login upstream.Login, what call, seen *Exchange) error {
	seen.Status, seen.CorrelationID = response.StatusCode, correlationOf(response)
	if response.StatusCode == http.StatusUnauthorized { // as JSON or HTML, even cut
		return c.refusedLogin(login)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, MaxAnswer+1))
	if err != nil || len(body) > MaxAnswer {
		return &unknownError{text: fmt.Sprintf("klarna: %s: answer %d is cut short or too long", what.name, response.StatusCode)}
	}
	if response.StatusCode/100 == 2 {
		return decode(what, body)
	}
	envelope, ok := envelopeOf(body)
	seen.Code = envelope.Code
	switch {
	case response.StatusCode/100 != 4, slices.Contains(temporary, response.StatusCode), !ok:
		return &unknownError{fmt.Sprintf("klarna: %s: answer %d", what.name, response.StatusCode), c.waitAfter(response)}
	case what.found && (response.StatusCode == http.StatusNotFound || response.StatusCode == http.StatusForbidden):
		return fmt.Errorf("klarna: %s: %w", what.name, hpp.ErrNotFound)
	}
	return envelope.refusal(response.StatusCode)
}

// refusedLogin tells the merchant, who alone can mend it, that its credentials
// are not right.
func (c *Client) refusedLogin(login upstream.Login) error {
	return &hpp.AccountError{Message: c.Upstream.Host() + " refuses the credentials " + strconv.Quote(login.Label) +
		" that are stored for this merchant: the operator of this server stores the right ones with openhpp merchant upstream set"}
}

func decode(what call, body []byte) error {
	if what.into == nil {
		return nil
	}
	if err := fast.Unmarshal(body, what.into); err != nil {
		// The decoder's own words may quote the body.
		return &unknownError{text: "klarna: " + what.name + ": the answer is not the JSON expected"}
	}
	return nil
}

// waitAfter is how long an upstream asks to be left in peace, a day at most.
func (c *Client) waitAfter(response *http.Response) time.Duration {
	if seconds, err := strconv.Atoi(response.Header.Get("X-Ratelimit-Reset")); err == nil && response.StatusCode == http.StatusTooManyRequests {
		return time.Duration(min(max(seconds, 1), 24*60*60)) * time.Second
	}
	return egress.RetryAfter(response, c.Now())
}

var correlationForm = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)

// correlationOf is the upstream's name for an exchange, if it looks like one: it
// goes into the log.
func correlationOf(response *http.Response) string {
	id := response.Header.Get("Klarna-Correlation-Id")
	if len(id) > maxCorrelation || !correlationForm.MatchString(id) {
		return ""
	}
	return id
}

// envelope is the form of every error.
type envelope struct {
	Code     string   `json:"error_code"`
	Messages []string `json:"error_messages"`
	Message  string   `json:"error_message"`
}

// envelopeOf reads an error; ok is false for what is none.
func envelopeOf(body []byte) (e envelope, ok bool) {
	if json.Unmarshal(body, &e) != nil || !codeForm.MatchString(e.Code) {
		return envelope{}, false
	}
	return e, true
}

var codeForm = regexp.MustCompile(`^[A-Za-z0-9_]{1,64}$`)

// refusal is a definite no.
func (e envelope) refusal(status int) *hpp.Refusal {
	message := strings.TrimSuffix(strings.Join(append(slices.Clone(e.Messages), e.Message), "; "), "; ")
	return &hpp.Refusal{
		Code: e.Code, Message: strings.ToValidUTF8(message[:min(len(message), maxMessage)], ""),
		Request: status == http.StatusBadRequest || status == http.StatusUnprocessableEntity, Fields: membersNamed(e.Messages),
	}
}

// complaint is how an upstream names a member at fault; what would be right may
// follow.
var complaint = regexp.MustCompile(`^(?:Bad value|Missing value|Not matching fields): ([A-Za-z0-9_.\[\]]+)`)

// membersNamed lists the members that an error names.
func membersNamed(messages []string) []string {
	var fields []string
	for _, message := range messages {
		if parts := complaint.FindStringSubmatch(message); parts != nil {
			fields = append(fields, parts[1])
		}
	}
	return fields
}
