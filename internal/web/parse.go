package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"unicode/utf8"
)

// maxDepth bounds the nesting of a body; the deepest published one has six.
const maxDepth = 64

const blanks = " \t\r\n" // of JSON

func badRequest(message string) *BodyError {
	return &BodyError{Status: http.StatusBadRequest, Code: codeBadRequest, Messages: []string{message}}
}

// Parse reads exactly one JSON object into its normal form; Decode says what is
// refused.
func Parse(body []byte) (Object, error) {
	if bytes.HasPrefix(body, []byte("\xEF\xBB\xBF")) {
		return nil, badRequest("The body must be JSON without a byte order mark")
	}
	if !utf8.Valid(body) {
		return nil, badRequest("The body must be JSON in UTF-8 (found bytes that are not)")
	}
	if found := kind(body); found != "an object" {
		return nil, badRequest("The body must be a JSON object (found " + found + ")")
	}
	if message := syntaxFault(body); message != "" {
		return nil, badRequest(message)
	}
	if fault, found := badEscape(body); found {
		return nil, badRequest("The body must be JSON text (found " + fault + ")")
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	value, err := (&parser{decoder: decoder}).value("", 0)
	if err != nil {
		return nil, err
	}
	object, _ := value.(map[string]any) // the body begins with a brace
	return object, nil
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

// syntaxFault says where a body stops being one JSON value, or nothing.
func syntaxFault(body []byte) string {
	var whole json.RawMessage
	decoder := json.NewDecoder(bytes.NewReader(body))
	err := decoder.Decode(&whole)
	if err == nil {
		end := decoder.InputOffset()
		if len(bytes.TrimLeft(body[end:], blanks)) > 0 {
			return fmt.Sprintf("The body must be one JSON object (found more behind byte %d)", end)
		}
		return ""
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Sprintf("The body is not valid JSON (see byte %d)", syntax.Offset)
	}
	return "The body is not valid JSON (it ends too early)"
}

// parser walks tokens already known to be well formed.
type parser struct{ decoder *json.Decoder }

func (p *parser) value(path string, depth int) (any, error) {
	token, err := p.decoder.Token()
	if err != nil {
		return nil, badRequest("The body is not valid JSON")
	}
	switch token := token.(type) {
	case json.Number:
		return normalNumber(token), nil
	case json.Delim:
		if depth == maxDepth {
			return nil, badRequest("The body is nested too deeply (at most " + strconv.Itoa(maxDepth) + " levels)")
		}
		if token == '{' {
			return p.object(path, depth+1)
		}
		return p.array(path, depth+1)
	default:
		return token, nil
	}
}

func (p *parser) object(path string, depth int) (any, error) {
	object, seen := map[string]any{}, map[string]bool{}
	for p.decoder.More() {
		token, err := p.decoder.Token()
		if err != nil {
			return nil, badRequest("The body is not valid JSON")
		}
		name, _ := token.(string) // valid JSON has nothing else here
		at := member(path, name)
		if seen[name] {
			return nil, badRequest("Duplicate member: " + at)
		}
		seen[name] = true
		value, err := p.value(at, depth)
		if err != nil {
			return nil, err
		}
		if value != nil {
			object[name] = value
		}
	}
	_, err := p.decoder.Token() // the closing brace
	return object, err
}

func (p *parser) array(path string, depth int) (any, error) {
	array := []any{}
	for p.decoder.More() {
		value, err := p.value(element(path, len(array)), depth)
		if err != nil {
			return nil, err
		}
		array = append(array, value)
	}
	_, err := p.decoder.Token() // the closing bracket
	return array, err
}

// member and element extend a path as error messages write it.
func member(path, name string) string {
	const longest = 64
	if len(name) > longest {
		name = string([]rune(name)[:min(longest, utf8.RuneCountInString(name))]) + "…"
	}
	if path == "" {
		return name
	}
	return path + "." + name
}

func element(path string, index int) string { return path + "[" + strconv.Itoa(index) + "]" }
