package jsonfields

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

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

// errSyntax means that a text is not one JSON value.
var errSyntax = errors.New("jsonfields: not valid JSON")

// parser walks the tokens of a body. Names and strings are its own to judge,
// not the decoder's: it names the member.
type parser struct {
	decoder           *jsontext.Decoder
	judging           bool // strings may hold what is no text
	faults            Faults
	at                path
	members, elements int
}

func newParser(body []byte, judging bool) *parser {
	return &parser{
		decoder: jsontext.NewDecoder(bytes.NewReader(body), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)),
		judging: judging,
	}
}

// whole reads one value with nothing behind it.
func (p *parser) whole() (any, error) {
	value, err := p.value()
	if err != nil {
		return nil, err
	}
	if _, err := p.decoder.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, errSyntax
	}
	return value, nil
}

// value reads what comes next. A string that is no text reads as null, and is
// noted.
func (p *parser) value() (any, error) {
	kind := p.decoder.PeekKind()
	if kind == '"' {
		text, right, err := p.text()
		if err != nil {
			return nil, err
		}
		if right != "" {
			p.faults.Add(Wrong{Field: p.at.String(), Right: "must be " + right})
			return nil, nil
		}
		return text, nil
	}
	token, err := p.decoder.ReadToken()
	if err != nil {
		return nil, errSyntax
	}
	switch kind {
	case '{', '[':
		if len(p.at) == maxDepth {
			return nil, malformed("The body is nested too deeply (at most " + strconv.Itoa(maxDepth) + " levels)")
		}
		if kind == '{' {
			return p.object()
		}
		return p.array()
	case '0':
		return normalNumber(json.Number(token.String())), nil
	case 't', 'f':
		return token.Bool(), nil
	default: // null
		return nil, nil
	}
}

// text reads a string or a name. right says what would be right of one that is
// no text; it has signs in the place of what cannot be read.
func (p *parser) text() (text, right string, err error) {
	if !p.judging {
		token, err := p.decoder.ReadToken()
		if err != nil {
			return "", "", errSyntax
		}
		return token.String(), "", nil
	}
	raw, err := p.decoder.ReadValue()
	if err != nil {
		return "", "", errSyntax
	}
	right = textFault(raw)
	read, _ := jsontext.AppendUnquote(nil, raw) // what is no text is replaced, and told
	return strings.ReplaceAll(string(read), "\x00", "\uFFFD"), right, nil
}

func (p *parser) object() (any, error) {
	object, nulls := map[string]any{}, map[string]bool(nil)
	for p.decoder.PeekKind() == '"' {
		name, right, err := p.text()
		if err != nil {
			return nil, err
		}
		if p.members++; p.members > maxMembers+membersOfALine*min(p.elements, fullElements) {
			return nil, malformed("The body has too many members (at most " + strconv.Itoa(maxMembers) + ")")
		}
		p.at = append(p.at, step{name: name})
		if _, known := object[name]; known || nulls[name] {
			return nil, malformed("Duplicate member: " + p.at.String())
		}
		value, err := p.value()
		if err != nil {
			return nil, err
		}
		if right != "" {
			p.faults.Add(Wrong{Field: p.at.String(), Right: "its name must be " + right})
		}
		p.at = p.at[:len(p.at)-1]
		switch {
		case right != "": // it is nobody's
		case value != nil:
			object[name] = value
		case nulls == nil:
			nulls = map[string]bool{name: true}
		default:
			nulls[name] = true
		}
	}
	return object, p.end()
}

func (p *parser) array() (any, error) {
	array := []any{}
	for p.decoder.PeekKind() != ']' {
		if p.elements++; p.elements > maxMembers {
			return nil, malformed("The body has too many elements (at most " + strconv.Itoa(maxMembers) + ")")
		}
		p.at = append(p.at, step{index: len(array), array: true})
		value, err := p.value()
		if err != nil {
			return nil, err
		}
		p.at = p.at[:len(p.at)-1]
		array = append(array, value)
	}
	return array, p.end()
}

// end reads the closing brace or bracket.
func (p *parser) end() error {
	if _, err := p.decoder.ReadToken(); err != nil {
		return errSyntax
	}
	return nil
}
