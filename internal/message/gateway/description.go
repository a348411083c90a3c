package gateway

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Description is a gateway as data. URL, the values of Headers and Body are
// templates over {{.To}} (E.164), {{.Text}}, {{.From}}, {{.ID}}, {{.Unicode}}
// and {{.Segments}}; json, query, form, bare and basic are their functions
// (docs/operations/messages.md).
type Description struct {
	Method  string            `json:"method"` // POST where it is empty
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
	From    string            `json:"from"` // the sender: a number or a name
	// Success is when the gateway took the message; its Status is any 2xx where
	// it is empty.
	Success Rule `json:"success"`
	// Permanent is when no further try can succeed. Where it is empty, a 4xx
	// but 401, 403, 408 and 429: those are about us, not about the message.
	Permanent Rule `json:"permanent"`
}

// Rule is about an answer; all that it has must hold.
type Rule struct {
	Status []Range `json:"status"`
	Body   string  `json:"body"` // regular expression that is found in the body
	Not    string  `json:"not"`  // one that is not
}

func (r Rule) isEmpty() bool { return len(r.Status) == 0 && r.Body == "" && r.Not == "" }

// Range is of HTTP statuses, both ends included. In JSON it is a number or a
// text: 201, "201" or "200-299".
type Range struct{ First, Last int }

var errRange = errors.New(`status must be a list of numbers and ranges such as [202, "200-299"]`)

// UnmarshalJSON reads a number or a text.
func (r *Range) UnmarshalJSON(text []byte) error {
	first, last, isRange := strings.Cut(strings.Trim(string(text), `"`), "-")
	if !isRange {
		last = first
	}
	var err1, err2 error
	r.First, err1 = strconv.Atoi(first)
	r.Last, err2 = strconv.Atoi(last)
	if err1 != nil || err2 != nil || r.First < 100 || r.Last > 599 || r.First > r.Last {
		return errRange
	}
	return nil
}

// parseDescription reads a description. Errors name members, never what is in them: it
// holds secrets.
func parseDescription(text []byte) (Description, error) {
	var d Description
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&d); err != nil {
		return Description{}, redact(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Description{}, errors.New("must hold one JSON object and nothing else")
	}
	if d.Method == "" {
		d.Method = "POST"
	}
	return d, nil
}

// redact says what is wrong with a JSON text without repeating any of it.
func redact(err error) error {
	if errors.Is(err, errRange) {
		return errRange
	}
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("is no JSON: see its byte %d", e.Offset)
	}
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("member %s is of the wrong type: see byte %d", e.Field, e.Offset)
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return fmt.Errorf("has the unknown member %s: known are method, url, headers, body, from, success and permanent, and in the last two status, body and not", name)
	}
	return errors.New("must be a JSON object")
}
