package web

import (
	"net/http"
	"reflect"
	"strings"
)

const (
	codeBadRequest = "BAD_REQUEST"
	codeBadValue   = "BAD_VALUE"
	codeTooLarge   = "REQUEST_TOO_LARGE"
)

// BodyError says what is wrong with a request body, ready for the envelope.
type BodyError struct {
	Status   int
	Code     string
	Messages []string
	Fields   []string // dotted members at fault, when single members are
}

func (e *BodyError) Error() string { return e.Code + ": " + strings.Join(e.Messages, "; ") }

// Decode reads a request's body, which must be one JSON object of at most
// MaxBody bytes, packed with gzip or not, into the struct that into points to; nil only parses.
//
// It refuses what two parsers could read differently: duplicate members,
// bytes that are not UTF-8, a byte order mark, NUL, unpaired surrogates, deep
// nesting, text after the object. Members that are null count as absent,
// unknown ones are ignored, names match exactly, and 2500.0 is an integer. The
// Content-Type is not judged: real clients forget it. Errors are *BodyError,
// with all members of a wrong type named at once.
func Decode(w http.ResponseWriter, r *http.Request, into any) (Object, error) {
	body, err := ReadBody(w, r)
	if err != nil {
		return nil, err
	}
	return DecodeText(body, into)
}

// DecodeText is Decode for a document that came by another way, such as a file
// that a command reads: the same text means the same there.
func DecodeText(text []byte, into any) (Object, error) {
	object, err := Parse(text)
	if err != nil || into == nil {
		return object, err
	}
	var b binder
	b.bind(reflect.ValueOf(into).Elem(), map[string]any(object), "")
	if len(b.fields) > 0 {
		return nil, &BodyError{Status: http.StatusBadRequest, Code: codeBadValue, Messages: b.messages, Fields: b.fields}
	}
	return object, nil
}

// innermost finds the server's own writer: MaxBytesReader tells only that one
// to close the connection behind a body it will not read.
func innermost(w http.ResponseWriter) http.ResponseWriter {
	for {
		wrapper, ok := w.(interface{ Unwrap() http.ResponseWriter })
		if !ok {
			return w
		}
		w = wrapper.Unwrap()
	}
}
