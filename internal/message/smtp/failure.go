package smtp

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"regexp"
	"slices"

	"github.com/openhpp/openhpp/internal/message"
)

// phase is how far a dialogue came.
type phase int

const (
	connecting     phase = iota
	greeting             // banner and EHLO
	securing             // STARTTLS and its handshake
	authenticating       // AUTH
	addressing           // MAIL, RCPT and DATA: the server judges the message
	writing              // the body
	waiting              // the dot is written, its answer is not there
	done
)

// configurationCodes are refusals that our own configuration causes, wherever they come.
var configurationCodes = []int{530, 534, 535, 538}

// failure says what a dialogue that broke off means. The server's text is left
// out: it repeats addresses and links.
func (s *Sender) failure(ctx context.Context, at phase, err error) error {
	if reply, ok := errors.AsType[*textproto.Error](err); ok {
		return replyFailure(at, reply)
	}
	f := (&message.Failure{Reason: breakReason(ctx, at, err)}).WithCause(operatorCause(ctx, err))
	f.Unknown = at == waiting
	return f
}

// replyFailure reads a reply. Only a refusal of the message itself is permanent; before
// MAIL the server has seen nothing of it.
func replyFailure(at phase, reply *textproto.Error) error {
	code := fmt.Sprint(reply.Code)
	if enhanced := enhancedCode.FindString(reply.Msg); enhanced != "" {
		code += " " + enhanced
	}
	f := &message.Failure{Reason: fmt.Sprintf("%s (%s)", replyReason(at, reply.Code), code)}
	refused := reply.Code >= 500 && reply.Code <= 599
	f.Permanent = refused && (at == addressing || at == waiting) && !slices.Contains(configurationCodes, reply.Code)
	f.Unknown = at == waiting && (reply.Code < 400 || reply.Code > 599)
	return f.WithCause(&textproto.Error{Code: reply.Code})
}

// enhancedCode is RFC 3463's, at the start of a reply's text.
var enhancedCode = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}\b`)

func replyReason(at phase, code int) string {
	switch {
	case slices.Contains(configurationCodes, code) || at == authenticating:
		return "the mail server refuses our credentials"
	case at == securing:
		return "the mail server refuses encryption"
	case at == greeting:
		return "the mail server refuses us"
	}
	switch code {
	case 421:
		return "the mail server is closing"
	case 450, 550, 551:
		return "mailbox unavailable"
	case 452:
		return "mailbox or mail server full"
	case 552:
		return "mailbox full or message too large"
	case 501, 553:
		return "mailbox name not allowed"
	case 521, 556:
		return "the recipient's host takes no mail"
	}
	switch {
	case code >= 500 && code <= 599:
		return "message refused"
	case code >= 400 && code <= 499:
		return "the mail server asks to try again later"
	}
	return "the mail server answers out of turn"
}

// breakReason names what happened where there was no reply.
func breakReason(ctx context.Context, at phase, err error) string {
	_, distrusted := errors.AsType[*tls.CertificateVerificationError](err)
	late := ctx.Err() != nil || isTimeout(err)
	switch {
	case errors.Is(err, errNoTLS):
		return "the mail server offers no encryption"
	case errors.Is(err, errNoSignIn):
		return "the mail server offers no way to sign in"
	case distrusted:
		return "the mail server's certificate is not trusted"
	case at == waiting:
		return "the mail server did not confirm the message: it may have arrived"
	case at == connecting:
		return "the mail server cannot be reached"
	case late:
		return "the mail server did not answer in time"
	case at == securing:
		return "no secure connection to the mail server"
	}
	return "the mail server broke off the connection"
}

func isTimeout(err error) bool {
	e, ok := errors.AsType[net.Error](err)
	return ok && e.Timeout()
}

// operatorCause is what operators may read. The context's own error says more than the
// deadline of a connection, and a line that is no reply may hold anything.
func operatorCause(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if isTimeout(err) {
		return context.DeadlineExceeded
	}
	if _, ok := errors.AsType[textproto.ProtocolError](err); ok {
		return errNoReply
	}
	return err
}

var errNoReply = errors.New("smtp: the server does not speak SMTP")
