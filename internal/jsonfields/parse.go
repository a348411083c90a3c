package jsonfields

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// maxDepth bounds the nesting of a body; the deepest published one has six.
const maxDepth = 64

// What a body of one megabyte costs to read depends on how much there is in it:
// maxMembers bounds the members of all its objects together, and the elements of
// all its arrays. An order may have a thousand lines of two dozen members each:
// so many elements may bring as many members along.
const (
	maxMembers     = 10_000
	fullElements   = 1_000
	membersOfALine = 24
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
	if bytes.HasPrefix(body, []byte("\xEF\xBB\xBF")) {
		return nil, malformed("The body must be JSON without a byte order mark")
	}
	if !utf8.Valid(body) {
		return nil, malformed("The body must be JSON in UTF-8 (found bytes that are not)")
	}
	if found := kind(body); found != "an object" {
		return nil, malformed("The body must be a JSON object (found " + found + ")")
	}
	if message := syntaxFault(body); message != "" {
		return nil, malformed(message)
	}
	if fault, found := badEscape(body); found {
		return nil, malformed("The body must be JSON text (found " + fault + ")")
	}
	value, err := newParser(body).value()
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

// parser walks tokens already known to be well formed. It remembers the way to
// where it is, which is written out for faults alone.
type parser struct {
	decoder           *jsontext.Decoder
	way               []step
	members, elements int
}

// step is a member's name, or an element's index when the name is absent.
type step struct {
	name  string
	index int
	array bool
}

// newParser takes what the parser itself judges, and judges better: it names
// the member.
func newParser(body []byte) *parser {
	return &parser{decoder: jsontext.NewDecoder(bytes.NewReader(body), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))}
}

func (p *parser) value() (any, error) {
	token, err := p.decoder.ReadToken()
	if err != nil {
		return nil, malformed("The body is not valid JSON")
	}
	switch token.Kind() {
	case '{', '[':
		if len(p.way) == maxDepth {
			return nil, malformed("The body is nested too deeply (at most " + strconv.Itoa(maxDepth) + " levels)")
		}
		if token.Kind() == '{' {
			return p.object()
		}
		return p.array()
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

func (p *parser) object() (any, error) {
	object, nulls := map[string]any{}, map[string]bool(nil)
	for p.decoder.PeekKind() == '"' {
		token, err := p.decoder.ReadToken()
		if err != nil {
			return nil, malformed("The body is not valid JSON")
		}
		name := token.String()
		if p.members++; p.members > maxMembers+membersOfALine*min(p.elements, fullElements) {
			return nil, malformed("The body has too many members (at most " + strconv.Itoa(maxMembers) + ")")
		}
		p.way = append(p.way, step{name: name})
		if _, known := object[name]; known || nulls[name] {
			return nil, malformed("Duplicate member: " + p.path())
		}
		value, err := p.value()
		if err != nil {
			return nil, err
		}
		p.way = p.way[:len(p.way)-1]
		if value != nil {
			object[name] = value
			continue
		}
		if nulls == nil {
			nulls = map[string]bool{}
		}
		nulls[name] = true
	}
	_, err := p.decoder.ReadToken() // the closing brace
	return object, err
}

func (p *parser) array() (any, error) {
	array := []any{}
	for p.decoder.PeekKind() != ']' {
		if p.elements++; p.elements > maxMembers {
			return nil, malformed("The body has too many elements (at most " + strconv.Itoa(maxMembers) + ")")
		}
		p.way = append(p.way, step{index: len(array), array: true})
		value, err := p.value()
		if err != nil {
			return nil, err
		}
		p.way = p.way[:len(p.way)-1]
		array = append(array, value)
	}
	_, err := p.decoder.ReadToken() // the closing bracket
	return array, err
}

// path writes out the way to where the parser is.
func (p *parser) path() string {
	path := ""
	for _, s := range p.way {
		if s.array {
			path = element(path, s.index)
			continue
		}
		path = member(path, s.name)
	}
	return path
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
