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
	dialTimeout = 10 * time.Second
	sendTimeout = 60 * time.Second // the whole dialogue
	quitTimeout = 2 * time.Second  // for QUIT, on which nothing depends

	maxReplies = 1 << 20 // bytes of all replies together
)

// limitedConn is a connection that fails after so many bytes from the other side.
type limitedConn struct {
	net.Conn
	left int
}

func (b *limitedConn) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTooLong
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
	encoded, err := s.encode(m, to)
	if err != nil {
		return (&message.Failure{Reason: "the message is malformed", Permanent: true}).WithCause(err)
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	if at, err := s.deliver(ctx, to, encoded); err != nil {
		return s.failure(ctx, at, err)
	}
	return nil
}

// Probe opens a dialogue as Send does, with its encryption and its password, and
// sends nothing. The error is a *message.Failure.
func (s *Sender) Probe(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	if at, err := s.dialogue(ctx, func(*smtp.Client) (phase, error) { return done, nil }); err != nil {
		return s.failure(ctx, at, err)
	}
	return nil
}

// deliver hands a message over. An error comes with the phase in which it broke off.
func (s *Sender) deliver(ctx context.Context, to string, encoded []byte) (phase, error) {
	return s.dialogue(ctx, func(client *smtp.Client) (phase, error) { return transmit(client, s.from, to, encoded) })
}

// dialogue opens a connection as the settings ask, and ends it after what is said on it.
func (s *Sender) dialogue(ctx context.Context, say func(*smtp.Client) (phase, error)) (phase, error) {
	conn, err := (&net.Dialer{Timeout: dialTimeout}).DialContext(ctx, "tcp", s.address())
	if err != nil {
		return connecting, err
	}
	defer conn.Close()
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(deadline)
	}
	defer context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })()
	client, at, err := s.openClient(ctx, &limitedConn{Conn: conn, left: maxReplies})
	if err != nil {
		return at, err
	}
	if s.user != "" {
		if err := s.signIn(client); err != nil {
			return authenticating, err
		}
	}
	if at, err := say(client); err != nil {
		return at, err
	}
	_ = conn.SetDeadline(time.Now().Add(quitTimeout))
	_ = client.Quit()
	return done, nil
}

// openClient opens the dialogue and secures the connection as far as the settings ask.
func (s *Sender) openClient(ctx context.Context, conn net.Conn) (*smtp.Client, phase, error) {
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
	if s.security == implicit || s.security == plaintext {
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
		// An attacker with a false certificate could as well not offer TLS.
		InsecureSkipVerify: s.security == opportunistic, //nolint:gosec // opportunistic, as RFC 7435 has it
	}
}

var (
	errTooLong  = errors.New("smtp: the server's replies are too long")
	errNoTLS    = errors.New("smtp: the server offers no STARTTLS")
	errNoSignIn = errors.New("smtp: the server offers no known way to sign in")
)

// signIn uses the first mechanism that the server offers. The connection is
// encrypted to a verified host, or does not leave this machine.
func (s *Sender) signIn(client *smtp.Client) error {
	_, offer := client.Extension("AUTH")
	offered := strings.Fields(strings.ToUpper(offer))
	for _, mechanism := range []struct {
		name string
		auth func() smtp.Auth
	}{
		{"PLAIN", func() smtp.Auth { return smtp.PlainAuth("", s.user, s.password, s.host, isLoopback(s.host)) }},
		{"LOGIN", func() smtp.Auth { return smtp.LoginAuth(s.user, s.password, s.host, isLoopback(s.host)) }},
		{"SCRAM-SHA-256", func() smtp.Auth { return smtp.ScramSHA256Auth(s.user, s.password) }},
	} {
		for _, name := range offered {
			if name == mechanism.name {
				return client.Auth(mechanism.auth())
			}
		}
	}
	return errNoSignIn
}

// transmit transfers the message. Until the final dot is written, the server cannot have
// accepted it.
func transmit(client *smtp.Client, from, to string, encoded []byte) (phase, error) {
	if err := client.Mail("<" + from + ">"); err != nil {
		return addressing, err
	}
	if err := client.Rcpt("<" + to + ">"); err != nil {
		return addressing, err
	}
	body, err := client.Data()
	if err != nil {
		return addressing, err
	}
	if _, err := body.Write(encoded); err != nil {
		return writing, err
	}
	if err := body.Close(); err != nil {
		return waiting, err
	}
	return done, nil
}
