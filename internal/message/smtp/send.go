package smtp

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"

	"github.com/openhpp/openhpp/internal/message"
	"github.com/openhpp/openhpp/internal/message/contact"
)

const (
	dialLimit = 10 * time.Second
	tryLimit  = 60 * time.Second // the whole conversation
	byeLimit  = 2 * time.Second  // for a farewell that nothing depends on

	maxReplies = 1 << 20 // bytes that a server may say in all
)

// bounded is a connection that ends when the other side has said too much.
type bounded struct {
	net.Conn
	left int
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTooMuch
	}
	n, err := b.Conn.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

// Send makes one try to hand a message to the mail server, in at most a
// minute. The error is a *message.Failure.
func (s *Sender) Send(ctx context.Context, m message.Mail) error {
	to, err := contact.Email(m.To)
	if err != nil {
		return &message.Failure{Reason: "the recipient is not one e-mail address", Permanent: true}
	}
	packed, err := s.pack(m, to)
	if err != nil {
		return (&message.Failure{Reason: "the message is malformed", Permanent: true}).Because(err)
	}
	ctx, cancel := context.WithTimeout(ctx, tryLimit)
	defer cancel()
	if at, err := s.talk(ctx, to, packed); err != nil {
		return s.failure(ctx, at, err)
	}
	return nil
}

// talk is the conversation. Where it breaks off decides what that means.
func (s *Sender) talk(ctx context.Context, to string, packed []byte) (step, error) {
	conn, err := (&net.Dialer{Timeout: dialLimit}).DialContext(ctx, "tcp", s.address())
	if err != nil {
		return connecting, err
	}
	defer conn.Close()
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(deadline)
	}
	defer context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })()
	client, at, err := s.greet(ctx, &bounded{Conn: conn, left: maxReplies})
	if err != nil {
		return at, err
	}
	if s.user != "" {
		if err := s.signIn(client); err != nil {
			return signing, err
		}
	}
	if at, err := hand(client, s.from, to, packed); err != nil {
		return at, err
	}
	_ = conn.SetDeadline(time.Now().Add(byeLimit))
	_ = client.Quit()
	return done, nil
}

// greet goes as far as a connection that is as secure as it must be.
func (s *Sender) greet(ctx context.Context, conn net.Conn) (*smtp.Client, step, error) {
	if s.security == implicit {
		secure := tls.Client(conn, s.tls())
		if err := secure.HandshakeContext(ctx); err != nil {
			return nil, securing, err
		}
		conn = secure
	}
	client, err := smtp.NewClient(conn, s.host)
	if err != nil {
		return nil, greeting, err
	}
	client.SkipSMTPUTF8(true) // addresses are ASCII, and so is every header
	if err := client.Hello(s.domain); err != nil {
		return nil, greeting, err
	}
	if s.security == implicit || s.security == none {
		return client, greeting, nil
	}
	switch offered, _ := client.Extension("STARTTLS"); {
	case offered:
		if err := client.StartTLS(s.tls()); err != nil {
			return nil, securing, err
		}
	case s.security == required:
		return nil, securing, errNoTLS
	}
	return client, greeting, nil
}

func (s *Sender) tls() *tls.Config {
	return &tls.Config{
		ServerName: s.host, MinVersion: tls.VersionTLS12, RootCAs: s.roots,
		// Whoever could show a false certificate could as well not offer TLS.
		InsecureSkipVerify: s.security == opportunistic, //nolint:gosec // opportunistic, as RFC 7435 has it
	}
}

var (
	errTooMuch  = errors.New("smtp: the server says too much")
	errNoTLS    = errors.New("smtp: the server offers no STARTTLS")
	errNoSignIn = errors.New("smtp: the server offers no way to sign in that we know")
)

// signIn uses the first way that the server offers. The connection is
// encrypted to a verified host, or does not leave this machine.
func (s *Sender) signIn(client *smtp.Client) error {
	_, offer := client.Extension("AUTH")
	offered := strings.Fields(strings.ToUpper(offer))
	for _, way := range []struct {
		name string
		auth func() smtp.Auth
	}{
		{"PLAIN", func() smtp.Auth { return smtp.PlainAuth("", s.user, s.password, s.host, isLoopback(s.host)) }},
		{"LOGIN", func() smtp.Auth { return smtp.LoginAuth(s.user, s.password, s.host, isLoopback(s.host)) }},
		{"SCRAM-SHA-256", func() smtp.Auth { return smtp.ScramSHA256Auth(s.user, s.password) }},
	} {
		for _, name := range offered {
			if name == way.name {
				return client.Auth(way.auth())
			}
		}
	}
	return errNoSignIn
}

// hand gives the message over. Until the line with the final dot is written,
// the server cannot have taken it.
func hand(client *smtp.Client, from, to string, packed []byte) (step, error) {
	if err := client.Mail("<" + from + ">"); err != nil {
		return naming, err
	}
	if err := client.Rcpt("<" + to + ">"); err != nil {
		return naming, err
	}
	body, err := client.Data()
	if err != nil {
		return naming, err
	}
	if _, err := body.Write(packed); err != nil {
		return writing, err
	}
	if err := body.Close(); err != nil {
		return waiting, err
	}
	return done, nil
}
