package callback

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"

	"github.com/openhpp/openhpp/internal/delivery"
	"github.com/openhpp/openhpp/internal/egress"
)

// maxAnswer is how much of an answer's body is kept, in bytes.
const maxAnswer = 1024

// Answer is what came of one POST.
type Answer struct {
	Result delivery.Result
	Status int    // 0: there was none
	Body   string // its first bytes, as they came
}

// readAnswer reads what the receiver said. Reading the bounded rest lets the
// connection be used again.
func readAnswer(response *http.Response) *Answer {
	begin, _ := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	_, _ = io.Copy(io.Discard, response.Body)
	return &Answer{resultOf(response.StatusCode), response.StatusCode, string(begin)}
}

func resultOf(status int) delivery.Result {
	switch status / 100 {
	case 2:
		return delivery.OK
	case 3:
		return delivery.Redirect
	}
	return delivery.Status
}

// answerOf says in one word why there is no answer; nil: nothing was sent.
func answerOf(err error) *Answer {
	if _, busy := errors.AsType[*egress.Busy](err); busy {
		return nil
	}
	return &Answer{Result: reasonOf(err)}
}

func reasonOf(err error) delivery.Result {
	if _, ok := errors.AsType[*egress.BlockedError](err); ok {
		return delivery.Blocked
	}
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() || errors.Is(err, context.DeadlineExceeded) {
		return delivery.Timeout
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return delivery.DNS
	}
	if isTLS(err) {
		return delivery.TLS
	}
	return delivery.Refused
}

// isTLS reports whether it was the handshake, or the certificate, that failed.
func isTLS(err error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return true
	}
	if _, ok := errors.AsType[tls.AlertError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return true
	}
	return errors.Is(err, http.ErrSchemeMismatch)
}
