package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/openhpp/openhpp/internal/jsonfields"
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

// Decode reads a request's body, which must be one JSON object of at most MaxBody
// bytes, packed with gzip or not, into the struct that into points to; nil only
// parses. What is refused and how members are read, package jsonfields says. The
// Content-Type is not judged: real clients forget it. Errors are *BodyError, with
// all members of a wrong type named at once.
func Decode(w http.ResponseWriter, r *http.Request, into any) (jsonfields.Document, error) {
	body, err := ReadBody(w, r)
	if err != nil {
		return nil, err
	}
	return DecodeText(body, into)
}

// DecodeText is Decode for a document that came by another way, such as a file
// that a command reads: the same text means the same there.
func DecodeText(text []byte, into any) (jsonfields.Document, error) {
	document, err := jsonfields.Decode(text, into)
	if malformed, ok := errors.AsType[*jsonfields.Malformed](err); ok {
		return nil, badRequest(malformed.Message)
	}
	if fault, ok := errors.AsType[*jsonfields.Fault](err); ok {
		return nil, badValues(fault)
	}
	return document, err
}

func badRequest(message string) *BodyError {
	return &BodyError{Status: http.StatusBadRequest, Code: codeBadRequest, Messages: []string{message}}
}

// maxWrong bounds how many members of a wrong type one answer names.
const maxWrong = 20

func badValues(fault *jsonfields.Fault) *BodyError {
	all := &BodyError{Status: http.StatusBadRequest, Code: codeBadValue}
	for _, wrong := range fault.Wrongs[:min(len(fault.Wrongs), maxWrong)] {
		all.Fields = append(all.Fields, wrong.Field)
		all.Messages = append(all.Messages, "Bad value: "+wrong.Field+" ("+wrong.Right+")")
	}
	return all
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
