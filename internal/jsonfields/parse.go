package jsonfields

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

const blanks = " \t\r\n" // of JSON

// Malformed says why a text is not one JSON object that can be read in one way
// only.
type Malformed struct{ Message string }

func (m *Malformed) Error() string { return m.Message }

func malformed(message string) *Malformed { return &Malformed{message} }

// Parse reads exactly one JSON object into its normal form; Decode says what is
// refused.
func Parse(body []byte) (Document, error) {
	document, faults, err := parse(body)
	if err == nil {
		err = faults.Err()
	}
	if err != nil {
		return nil, err
	}
	return document, nil
}

// parse reads an object without the members whose name or string is no text:
// those are the faults.
func parse(body []byte) (Document, Faults, error) {
	if bytes.HasPrefix(body, []byte("\xEF\xBB\xBF")) {
		return nil, Faults{}, malformed("The body must be JSON without a byte order mark")
	}
	valid := utf8.Valid(body)
	if found := kind(body); found != "an object" && valid {
		return nil, Faults{}, malformed("The body must be a JSON object (found " + found + ")")
	}
	p := newParser(body, !valid || bytes.IndexByte(body, '\\') >= 0)
	value, err := p.whole()
	switch object, isObject := value.(map[string]any); {
	case err == nil && isObject:
		return object, p.faults, nil
	case !valid && (err == nil || errors.Is(err, errSyntax)):
		return nil, Faults{}, malformed("The body must be JSON in UTF-8 (found bytes that are not)")
	case errors.Is(err, errSyntax):
		return nil, Faults{}, malformed(syntaxFault(body))
	default:
		return nil, Faults{}, err
	}
}

// kind names what a body begins with, as a person would.
func kind(body []byte) string {
	body = bytes.TrimLeft(body, blanks)
	if len(body) == 0 {
		return "nothing"
	}
	switch c := body[0]; {
	case c == '{':
		return "an object"
	case c == '[':
		return "an array"
	case c == '"':
		return "a string"
	case c == '-' || c >= '0' && c <= '9':
		return "a number"
	case c == 't' || c == 'f' || c == 'n':
		return "a bare word"
	default:
		return "no JSON"
	}
}

// syntaxFault says where a body stops being one JSON value.
func syntaxFault(body []byte) string {
	var whole json.RawMessage
	decoder := json.NewDecoder(bytes.NewReader(body))
	err := decoder.Decode(&whole)
	if err == nil {
		return fmt.Sprintf("The body must be one JSON object (found more behind byte %d)", decoder.InputOffset())
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Sprintf("The body is not valid JSON (see byte %d)", syntax.Offset)
	}
	return "The body is not valid JSON (it ends too early)"
}
