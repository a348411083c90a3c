package smtp

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"go.uber.org/goleak"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/message"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// certificate is one for 127.0.0.1 and example.com, and the pool that trusts it.
func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	server.StartTLS()
	defer server.Close()
	pool := x509.NewCertPool()
	pool.AddCert(server.Certificate())
	return server.TLS.Certificates[0], pool
}

// envelope is what a server took.
type envelope struct {
	from string
	to   []string
	data string
	user string
	tls  bool
}

// inbox is a real server's backend: it accepts and remembers.
type inbox struct {
	mu    sync.Mutex
	taken []envelope
	auth  map[string]string // user and password; nil: nobody signs in
	ways  []string
}

func (b *inbox) NewSession(c *smtp.Conn) (smtp.Session, error) {
	_, secure := c.TLSConnectionState()
	return &session{box: b, now: envelope{tls: secure}}, nil
}

type session struct {
	box *inbox
	now envelope
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.box.auth != nil && s.now.user == "" {
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "sign in"}
	}
	s.now.from = from
	return nil
}
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.now.to = append(s.now.to, to)
	return nil
}
func (s *session) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	s.now.data = string(data)
	s.box.mu.Lock()
	defer s.box.mu.Unlock()
	s.box.taken = append(s.box.taken, s.now)
	return err
}
func (s *session) AuthMechanisms() []string { return s.box.ways }
func (s *session) Auth(way string) (sasl.Server, error) {
	check := func(user, password string) error {
		if want, ok := s.box.auth[user]; !ok || want != password {
			return smtp.ErrAuthFailed
		}
		s.now.user = user
		return nil
	}
	if way == sasl.Login {
		return &login{check: check}, nil
	}
	return sasl.NewPlainServer(func(_, user, password string) error { return check(user, password) }), nil
}

// login is the old way in two questions.
type login struct {
	check func(user, password string) error
	said  []string
}

func (l *login) Next(response []byte) ([]byte, bool, error) {
	if response != nil {
		l.said = append(l.said, string(response))
	}
	switch len(l.said) {
	case 0:
		return []byte("Username:"), false, nil
	case 1:
		return []byte("Password:"), false, nil
	}
	return nil, true, l.check(l.said[0], l.said[1])
}

// serve starts a real server and answers its address. config is for STARTTLS,
// or for TLS from the first byte where implicit.
func (b *inbox) serve(t *testing.T, config *tls.Config, implicit bool) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(b)
	server.Domain, server.TLSConfig, server.AllowInsecureAuth = "mail.example", config, true
	server.ErrorLog = discardLogger{}
	on := listener
	if implicit {
		on = tls.NewListener(listener, config)
		server.TLSConfig = nil
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(on) }()
	// A server that is closed before it has begun knows no listener to close.
	t.Cleanup(func() { _ = server.Close(); listener.Close(); <-done })
	return listener.Addr().String()
}

type discardLogger struct{}

func (discardLogger) Printf(string, ...any) {}
func (discardLogger) Println(...any)        {}

// script is a server that says what a test wants: a reply for each verb, and
// for "banner", "body" (while the body is coming) and "." (after the dot).
// What is not said is said as usual. cut ends the connection, hang says
// nothing more.
type script map[string]string

const (
	cut  = "\x00cut"
	hang = "\x00hang"
)

func (s script) serve(t *testing.T) string {
	t.Helper()
	return s.announce(t, make(chan struct{}))
}

// announce also tells when the server hangs, once.
func (s script) announce(t *testing.T, hung chan struct{}) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	stop, running := make(chan struct{}), sync.WaitGroup{}
	running.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			running.Go(func() { s.talk(conn, stop, hung) })
		}
	})
	t.Cleanup(func() { _ = listener.Close(); close(stop); running.Wait() })
	return listener.Addr().String()
}

var usual = map[string]string{
	"banner": "220 mail.example ESMTP", "EHLO": "250-mail.example\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN", "AUTH": "235 2.7.0 welcome",
	"MAIL": "250 2.1.0 ok", "RCPT": "250 2.1.5 ok", "DATA": "354 go on", ".": "250 2.0.0 taken", "QUIT": "221 bye", "HELO": "250 mail.example",
}

func (s script) talk(conn net.Conn, stop, hung chan struct{}) {
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	lines := bufio.NewReader(conn)
	say := func(verb string) bool {
		reply, own := s[verb]
		if !own {
			reply = usual[verb]
		}
		switch reply {
		case cut:
			return false
		case hang:
			close(hung)
			<-stop
			return false
		case "":
			reply = "502 what?"
		}
		_, err := io.WriteString(conn, reply+"\r\n")
		return err == nil && verb != "QUIT"
	}
	if !say("banner") {
		return
	}
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		verb, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(line)), " ")
		if !say(verb) {
			return
		}
		if verb == "DATA" && strings.HasPrefix(s.or("DATA"), "354") && !s.body(lines, say) {
			return
		}
	}
}

func (s script) or(verb string) string {
	if reply, ok := s[verb]; ok {
		return reply
	}
	return usual[verb]
}

// body reads the message and says what comes after it.
func (s script) body(lines *bufio.Reader, say func(string) bool) bool {
	if _, ok := s["body"]; ok {
		_, _ = lines.ReadString('\n')
		return say("body")
	}
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			return say(".")
		}
	}
}

// sender is one for a server on this machine.
func sender(t *testing.T, url string, roots *x509.CertPool) *Sender {
	t.Helper()
	s, err := New(url, "pay@pay.example.com")
	if err != nil {
		t.Fatal(err)
	}
	s.roots = roots
	return s
}

// composed is a mail as ComposeMail writes it.
func composed(t *testing.T, change func(*message.Invitation)) message.Mail {
	t.Helper()
	i := message.Invitation{
		ID: "0b9c9ab2-6a5b-4b7e-9a52-3c1f2e8d7a60", Shop: "Lampaffären på Söder",
		Purchase: hpp.Purchase{Country: "SE", Currency: "SEK", Locale: "sv-SE", Amount: 249900, Lines: []hpp.Line{{Name: "Skrivbordslampa", Quantity: 1, Total: 249900}}},
		Link:     "https://pay.example.com/eu/hpp/payments/JpV0sN5oT2mQxY7bRc4kLw?m=1", Stop: "https://pay.example.com/eu/hpp/stop/Q2h5b3Nlbi1ieQ",
		ExpiresAt: time.Date(2026, time.March, 9, 23, 5, 0, 0, time.UTC), CreatedAt: time.Date(2026, time.March, 7, 10, 30, 0, 0, time.UTC),
	}
	if change != nil {
		change(&i)
	}
	m, err := message.ComposeMail(i, "anna@example.com")
	if err != nil {
		t.Fatal(err)
	}
	return m
}
