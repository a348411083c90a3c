package harness

import (
	"errors"
	"io"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// Mailbox is a real mail server on loopback that keeps what it gets. It can
// die and come back on the same address, and lose its head in the middle of a
// message.
type Mailbox struct {
	t       *testing.T
	address string

	mu     sync.Mutex
	server *smtp.Server
	open   *cutter
	mails  []Mail
	// cut says how the next message is lost, if at all; code is what the next
	// recipient is answered, 0 when taken.
	cut  func() Cut
	code func(to string) int
}

// Mail is what the server got.
type Mail struct {
	To, ID string
	Text   string // the whole message
}

// Cut is how a message is lost on its way in.
type Cut int

// The ways. CutAfter keeps the message, but the sender never hears of it.
const (
	CutNothing Cut = iota
	CutMiddle
	CutAfter
)

var errCut = errors.New("cut off")

// NewMailbox starts a mail server.
func NewMailbox(t *testing.T) *Mailbox {
	t.Helper()
	m := &Mailbox{t: t, address: takePort(t), cut: func() Cut { return CutNothing }, code: func(string) int { return 0 }}
	m.Start()
	t.Cleanup(m.Kill)
	return m
}

// URL is the server as OPENHPP_SMTP_URL names it.
func (m *Mailbox) URL() string { return "smtp://" + m.address }

// Lose makes the server lose messages as cut says.
func (m *Mailbox) Lose(cut func() Cut) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.cut = cut
}

// Answer makes the server answer recipients with codes of its choice; 0 takes
// them.
func (m *Mailbox) Answer(code func(to string) int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.code = code
}

// Start brings the server back.
func (m *Mailbox) Start() {
	m.t.Helper()
	listener, err := net.Listen("tcp", m.address) //nolint:noctx // the test's own server
	if err != nil {
		m.t.Fatal(err)
	}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &letter{box: m, conn: c}, nil }))
	server.Domain, server.AllowInsecureAuth = "mail.test", true
	server.ReadTimeout, server.WriteTimeout = 30*time.Second, 30*time.Second
	open := &cutter{Listener: listener}
	m.mu.Lock()
	m.server, m.open = server, open
	m.mu.Unlock()
	go func() { _ = server.Serve(open) }()
}

// Kill ends the server at once, with every conversation.
func (m *Mailbox) Kill() {
	m.mu.Lock()
	server, open := m.server, m.open
	m.mu.Unlock()
	_ = server.Close()
	open.cutAll()
}

// Mails are those that were got, repeats included.
func (m *Mailbox) Mails() []Mail {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]Mail(nil), m.mails...)
}

// letter is one conversation.
type letter struct {
	box  *Mailbox
	conn *smtp.Conn
	to   string
}

func (*letter) Mail(string, *smtp.MailOptions) error { return nil }
func (l *letter) Rcpt(to string, _ *smtp.RcptOptions) error {
	l.box.mu.Lock()
	code := l.box.code(to)
	l.box.mu.Unlock()
	if code != 0 {
		return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: "no such mailbox as " + to}
	}
	l.to += to
	return nil
}
func (l *letter) Reset()      { l.to = "" }
func (*letter) Logout() error { return nil }

func (l *letter) Data(r io.Reader) error {
	l.box.mu.Lock()
	how := l.box.cut()
	l.box.mu.Unlock()
	if how == CutMiddle {
		_, _ = io.CopyN(io.Discard, r, 200)
		_ = l.conn.Conn().Close()
		return errCut
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	got := Mail{To: l.to, Text: string(text)}
	parsed, err := mail.ReadMessage(strings.NewReader(got.Text))
	if err != nil {
		l.box.t.Errorf("a mail that cannot be read: %v", err)
		return err
	}
	got.ID = parsed.Header.Get("Message-Id")
	l.box.mu.Lock()
	l.box.mails = append(l.box.mails, got)
	l.box.mu.Unlock()
	if how == CutAfter {
		_ = l.conn.Conn().Close()
		return errCut
	}
	return nil
}

// cutter knows a listener's connections, to end them.
type cutter struct {
	net.Listener
	mu   sync.Mutex
	open []net.Conn
}

func (c *cutter) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err == nil {
		c.mu.Lock()
		c.open = append(c.open, conn)
		c.mu.Unlock()
	}
	return conn, err
}

func (c *cutter) cutAll() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, conn := range c.open {
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // a reset, as from a machine that died
		}
		_ = conn.Close()
	}
	c.open = nil
}
