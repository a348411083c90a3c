package web

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"strings"
)

// MaxBody is the size of the largest body accepted, in bytes, as sent and
// unpacked.
const MaxBody = 1 << 20

// ReadBody reads a request's body to its end, unpacked when it is compressed
// with gzip, and puts what it read in its place, so that it can be read again.
// Errors are *BodyError: 413 for more than MaxBody bytes, 415 for another
// encoding.
func ReadBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	packed, err := isPacked(w, r.Header)
	if err != nil {
		return nil, err
	}
	sent := http.MaxBytesReader(innermost(w), r.Body, MaxBody)
	body, err := io.ReadAll(sent)
	if err != nil {
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			return nil, tooLarge()
		}
		return nil, badRequest("The body could not be read to its end")
	}
	if packed && len(body) > 0 {
		if body, err = unpack(body); err != nil {
			return nil, err
		}
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	r.Header.Del("Content-Encoding")
	return body, nil
}

// isPacked reports whether a body is compressed, or an encoding that is not
// taken.
func isPacked(w http.ResponseWriter, header http.Header) (packed bool, err error) {
	switch named := strings.ToLower(strings.TrimSpace(strings.Join(header.Values("Content-Encoding"), ","))); named {
	case "", "identity":
		return false, nil
	case "gzip", "x-gzip":
		return true, nil
	default:
		w.Header().Set("Accept-Encoding", "gzip")
		return false, &BodyError{Status: http.StatusUnsupportedMediaType, Code: "UNSUPPORTED_MEDIA_TYPE",
			Messages: []string{"Content-Encoding must be gzip or left out"}}
	}
}

// unpack stops at one byte more than a body may have, however much there is.
func unpack(body []byte) ([]byte, error) {
	reader, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, badRequest("The body is not gzip, as its Content-Encoding says")
	}
	plain, err := io.ReadAll(io.LimitReader(reader, MaxBody+1))
	switch {
	case err != nil:
		return nil, badRequest("The body is not whole: its gzip ends too early or is damaged")
	case len(plain) > MaxBody:
		return nil, tooLarge()
	}
	return plain, nil
}

func tooLarge() error {
	return &BodyError{Status: http.StatusRequestEntityTooLarge, Code: codeTooLarge, Messages: []string{"The body must be at most 1 MB"}}
}
