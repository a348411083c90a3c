package smtp

import (
	"bytes"
	"errors"
	stdmail "net/mail"
	"strings"

	"github.com/wneessen/go-mail"

	"github.com/openhpp/openhpp/internal/message"
)

var errMalformed = errors.New("smtp: the message is malformed")

// encode is the message as it goes over the wire. The same Mail gives the same
// bytes, so that a recipient's server can tell a second copy from a second
// message (safety.md I20).
func (s *Sender) encode(m message.Mail, to string) ([]byte, error) {
	if !isToken(m.ID) || !isToken(m.Lang) || !isAddress(m.Stop) || m.At.IsZero() {
		return nil, errMalformed
	}
	encoded := mail.NewMsg(
		mail.WithNoDefaultUserAgent(),
		mail.WithEncoding(mail.EncodingQP),
		mail.WithBoundary("part-"+m.ID),
	)
	encoded.FromMailAddress(&stdmail.Address{Name: strings.ReplaceAll(m.Shop, "=?", "= ?"), Address: s.from})
	encoded.ToMailAddress(&stdmail.Address{Address: to})
	encoded.Subject(encodeHeader(m.Subject))
	encoded.SetDateWithValue(m.At.UTC())
	encoded.SetMessageIDWithValue(m.ID + "@" + s.domain)
	encoded.SetGenHeader("Auto-Submitted", "auto-generated")
	encoded.SetGenHeader("X-Auto-Response-Suppress", "All")
	encoded.SetGenHeader("Content-Language", m.Lang)
	encoded.SetGenHeader("List-Unsubscribe", "<"+m.Stop+">")
	if strings.HasPrefix(m.Stop, "https://") { // RFC 8058 knows no other
		encoded.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	encoded.SetBodyString(mail.TypeTextPlain, m.Text)
	encoded.AddAlternativeString(mail.TypeTextHTML, m.HTML)
	var b bytes.Buffer
	if _, err := encoded.WriteTo(&b); err != nil {
		return nil, errMalformed
	}
	return b.Bytes(), nil
}

// isToken accepts what may stand in a header or a boundary without quotes.
func isToken(text string) bool {
	return text != "" && len(text) <= 60 && !strings.ContainsFunc(text, notInToken)
}

func notInToken(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-'
}

// isAddress accepts a web address that fits into one header line.
func isAddress(text string) bool {
	return (strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://")) && len(text) <= 900 &&
		!strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' || r == '<' || r == '>' })
}
