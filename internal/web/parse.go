package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
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
	value, err := newParser(body).value("", 0)
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
	if json.Valid(body) {
		return ""
	}
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

// parser walks tokens already known to be well formed.
type parser struct{ decoder *jsontext.Decoder }

// newParser takes what the parser itself judges, and judges better: it names
// the member.
func newParser(body []byte) *parser {
	return &parser{jsontext.NewDecoder(bytes.NewReader(body), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))}
}

func (p *parser) value(path string, depth int) (any, error) {
	token, err := p.decoder.ReadToken()
	if err != nil {
		return nil, badRequest("The body is not valid JSON")
	}
	switch token.Kind() {
	case '{', '[':
		if depth == maxDepth {
			return nil, badRequest("The body is nested too deeply (at most " + strconv.Itoa(maxDepth) + " levels)")
		}
		if token.Kind() == '{' {
			return p.object(path, depth+1)
		}
		return p.array(path, depth+1)
	case '"':
		return token.String(), nil
	case '0':
		return normalNumber(json.Number(token.String())), nil
	case 't', 'f':
		return token.Bool(), nil
	default: // null
		return nil, nil
	}
}

func (p *parser) object(path string, depth int) (any, error) {
	object, seen := map[string]any{}, map[string]bool{}
	for p.decoder.PeekKind() == '"' {
		token, err := p.decoder.ReadToken()
		if err != nil {
			return nil, badRequest("The body is not valid JSON")
		}
		name := token.String()
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
	_, err := p.decoder.ReadToken() // the closing brace
	return object, err
}

func (p *parser) array(path string, depth int) (any, error) {
	array := []any{}
	for p.decoder.PeekKind() != ']' {
		value, err := p.value(element(path, len(array)), depth)
		if err != nil {
			return nil, err
		}
		array = append(array, value)
	}
	_, err := p.decoder.ReadToken() // the closing bracket
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
