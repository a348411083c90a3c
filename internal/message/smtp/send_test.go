package smtp

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/message"
)

// verdict is what a failure says, without its cause.
type verdict struct {
	Reason             string
	Permanent, Unknown bool
}

func verdictOf(t *testing.T, err error) verdict {
	t.Helper()
	if err == nil {
		return verdict{}
	}
	f, ok := errors.AsType[*message.Failure](err)
	if !ok {
		t.Fatalf("%v is no failure", err)
	}
	for _, secret := range []string{"anna", "127.0.0.1", "hunter2", "payments"} {
		if strings.Contains(f.Error(), secret) {
			t.Errorf("%q tells %q", f.Error(), secret)
		}
	}
	return verdict{f.Reason, f.Permanent, f.Unknown}
}

// Every reply at every step, and what it means for the message.
func TestReplies(t *testing.T) {
	const words = " anna@example.com see http://mail.example/why"
	for _, test := range []struct {
		verb, reply string
		want        verdict
	}{
		{"banner", "421 4.3.2" + words, verdict{"the mail server refuses us (421 4.3.2)", false, false}},
		{"banner", "554 5.7.1" + words, verdict{"the mail server refuses us (554 5.7.1)", false, false}},
		{"banner", "hello", verdict{"the mail server broke off the connection", false, false}},
		{"banner", cut, verdict{"the mail server broke off the connection", false, false}},
		{"EHLO", cut, verdict{"the mail server broke off the connection", false, false}},
		{"AUTH", "454 4.7.0" + words, verdict{"the mail server refuses our credentials (454 4.7.0)", false, false}},
		{"AUTH", "535 5.7.8" + words, verdict{"the mail server refuses our credentials (535 5.7.8)", false, false}},
		{"AUTH", "500 5.5.2" + words, verdict{"the mail server refuses our credentials (500 5.5.2)", false, false}},
		{"AUTH", cut, verdict{"the mail server broke off the connection", false, false}},
		{"MAIL", "421 4.3.0" + words, verdict{"the mail server is closing (421 4.3.0)", false, false}},
		{"MAIL", "451 4.3.0" + words, verdict{"the mail server asks to try again later (451 4.3.0)", false, false}},
		{"MAIL", "530 5.7.0" + words, verdict{"the mail server refuses our credentials (530 5.7.0)", false, false}},
		{"MAIL", "538" + words, verdict{"the mail server refuses our credentials (538)", false, false}},
		{"MAIL", "550 5.7.1" + words, verdict{"mailbox unavailable (550 5.7.1)", true, false}},
		{"MAIL", "554 5.7.1" + words, verdict{"message refused (554 5.7.1)", true, false}},
		{"MAIL", cut, verdict{"the mail server broke off the connection", false, false}},
		{"RCPT", "450 4.2.1" + words, verdict{"mailbox unavailable (450 4.2.1)", false, false}},
		{"RCPT", "452 4.2.2" + words, verdict{"mailbox or mail server full (452 4.2.2)", false, false}},
		{"RCPT", "550-5.1.1 first" + words + "\r\n550 5.1.1 second", verdict{"mailbox unavailable (550 5.1.1)", true, false}},
		{"RCPT", "552 5.2.2" + words, verdict{"mailbox full or message too large (552 5.2.2)", true, false}},
		{"RCPT", "553 5.1.3" + words, verdict{"mailbox name not allowed (553 5.1.3)", true, false}},
		{"RCPT", "556 5.1.10" + words, verdict{"the recipient's host takes no mail (556 5.1.10)", true, false}},
		{"RCPT", "534 5.7.9" + words, verdict{"the mail server refuses our credentials (534 5.7.9)", false, false}},
		{"RCPT", "199 odd", verdict{"the mail server answers out of turn (199)", false, false}},
		{"RCPT", cut, verdict{"the mail server broke off the connection", false, false}},
		{"DATA", "451 4.7.1" + words, verdict{"the mail server asks to try again later (451 4.7.1)", false, false}},
		{"DATA", "554 5.6.0" + words, verdict{"message refused (554 5.6.0)", true, false}},
		{"DATA", "250 odd", verdict{"the mail server answers out of turn (250)", false, false}},
		{"DATA", cut, verdict{"the mail server broke off the connection", false, false}},
		{".", "451 4.3.0" + words, verdict{"the mail server asks to try again later (451 4.3.0)", false, false}},
		{".", "452 4.3.1" + words, verdict{"mailbox or mail server full (452 4.3.1)", false, false}},
		{".", "552 5.3.4" + words, verdict{"mailbox full or message too large (552 5.3.4)", true, false}},
		{".", "554 5.7.1" + words, verdict{"message refused (554 5.7.1)", true, false}},
		{".", "354 odd", verdict{"the mail server answers out of turn (354)", false, true}},
		{".", cut, verdict{"the mail server did not confirm the message: it may have arrived", false, true}},
		{".", "nonsense" + words, verdict{"the mail server did not confirm the message: it may have arrived", false, true}},
		{"QUIT", cut, verdict{}},
		{"QUIT", "500 no", verdict{}},
		{"none", "", verdict{}},
	} {
		t.Run(test.verb+" "+strings.TrimPrefix(test.reply, "\x00"), func(t *testing.T) {
			s := sender(t, "smtp://user:hunter2@"+script{test.verb: test.reply}.serve(t), nil)
			if diff := cmp.Diff(test.want, verdictOf(t, s.Send(t.Context(), composed(t, nil)))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A server that refuses EHLO is greeted as in old times.
func TestOldServer(t *testing.T) {
	s := sender(t, "smtp://"+script{"EHLO": "502 5.5.1 what?"}.serve(t), nil)
	if got := verdictOf(t, s.Send(t.Context(), composed(t, nil))); got != (verdict{}) {
		t.Error(got)
	}
	s = sender(t, "smtp://"+script{"EHLO": "502 5.5.1 what?", "HELO": "550 5.7.1 go away"}.serve(t), nil)
	if got := verdictOf(t, s.Send(t.Context(), composed(t, nil))); got.Permanent || got.Reason != "the mail server refuses us (502 5.5.1)" {
		t.Error(got)
	}
}

// A connection that ends inside the body: when the system still takes all of
// it, the dot included, nobody can tell; when it does not, the message cannot
// have been taken.
func TestCutInTheBody(t *testing.T) {
	s := sender(t, "smtp://"+script{"body": cut}.serve(t), nil)
	if got := verdictOf(t, s.Send(t.Context(), composed(t, nil))); got.Permanent || got.Reason == "" {
		t.Error(got)
	}
	large := composed(t, nil)
	large.Text = strings.Repeat("a line of text that is not empty\n", 1<<19) // far more than any buffer
	got := verdictOf(t, s.Send(t.Context(), large))
	if want := (verdict{"the mail server broke off the connection", false, false}); got != want {
		t.Errorf("%+v", got)
	}
}

// Whatever step a server hangs at, the context ends the try.
func TestHangingServer(t *testing.T) {
	for _, verb := range []string{"banner", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "."} {
		want := verdict{"the mail server did not answer in time", false, false}
		if verb == "." {
			want = verdict{"the mail server did not confirm the message: it may have arrived", false, true}
		}
		t.Run(verb+" and a deadline", func(t *testing.T) {
			t.Parallel()
			s := sender(t, "smtp://user:hunter2@"+script{verb: hang}.serve(t), nil)
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			err := s.Send(ctx, composed(t, nil))
			if got := verdictOf(t, err); got != want || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%+v because of %v", got, errors.Unwrap(err))
			}
		})
		t.Run(verb+" and an end", func(t *testing.T) {
			t.Parallel()
			hung := make(chan struct{})
			s := sender(t, "smtp://user:hunter2@"+script{verb: hang}.announce(t, hung), nil)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			go func() { <-hung; cancel() }()
			err := s.Send(ctx, composed(t, nil))
			got := verdictOf(t, err)
			if verb == "banner" && got.Reason == "the mail server cannot be reached" {
				got = want // the end came while the connection was still being made
			}
			if got != want || !errors.Is(err, context.Canceled) {
				t.Errorf("%+v because of %v", got, errors.Unwrap(err))
			}
		})
	}
}

// A QUIT without a reply delays the caller only shortly.
func TestHangingQuit(t *testing.T) {
	s := sender(t, "smtp://"+script{"QUIT": hang}.serve(t), nil)
	began := time.Now()
	if err := s.Send(t.Context(), composed(t, nil)); err != nil || time.Since(began) > 8*time.Second {
		t.Errorf("%v after %s", err, time.Since(began))
	}
}

// A server that never stops talking is not listened to for ever.
func TestEndlessReply(t *testing.T) {
	s := sender(t, "smtp://"+script{"EHLO": strings.Repeat("250-x\r\n", maxReplies/7+1)}.serve(t), nil)
	if got := verdictOf(t, s.Send(t.Context(), composed(t, nil))); got.Reason != "the mail server broke off the connection" {
		t.Error(got)
	}
}

func TestUnreachableServer(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	want := verdict{"the mail server cannot be reached", false, false}
	if got := verdictOf(t, sender(t, "smtp://"+address, nil).Send(t.Context(), composed(t, nil))); got != want {
		t.Error(got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got := verdictOf(t, sender(t, "smtp://"+address, nil).Send(ctx, composed(t, nil))); got != want {
		t.Error(got)
	}
}

func TestSecurity(t *testing.T) {
	pair, roots := certificate(t)
	config := &tls.Config{Certificates: []tls.Certificate{pair}}
	old := &tls.Config{Certificates: []tls.Certificate{pair}, MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10}
	for _, test := range []struct {
		name, url string // %s is the address
		server    *tls.Config
		implicit  bool
		trusted   bool
		want      verdict
		encrypted bool
	}{
		{"STARTTLS", "smtp://%s?tls=required", config, false, true, verdict{}, true},
		{"implicit", "smtps://%s", config, true, true, verdict{}, true},
		{"STARTTLS where it is offered", "smtp://%s", config, false, false, verdict{}, true},
		{"none is offered", "smtp://%s", nil, false, false, verdict{}, false},
		{"none is wanted", "smtp://%s?tls=none", config, false, false, verdict{}, false},
		{"required and not offered", "smtp://%s?tls=required", nil, false, true, verdict{"the mail server offers no encryption", false, false}, false},
		{"not trusted", "smtp://%s?tls=required", config, false, false, verdict{"the mail server's certificate is not trusted", false, false}, false},
		{"not trusted, implicit", "smtps://%s", config, true, false, verdict{"the mail server's certificate is not trusted", false, false}, false},
		{"another name", "smtps://localhost:%s", config, true, true, verdict{"the mail server's certificate is not trusted", false, false}, false},
		{"old TLS", "smtp://%s?tls=required", old, false, true, verdict{"no secure connection to the mail server", false, false}, false},
		{"TLS to a plain server", "smtps://%s", nil, false, true, verdict{"no secure connection to the mail server", false, false}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			box := &inbox{}
			address := box.serve(t, test.server, test.implicit)
			if strings.Contains(test.url, "localhost:") {
				_, address, _ = net.SplitHostPort(address)
			}
			s := sender(t, strings.Replace(test.url, "%s", address, 1), nil)
			if test.trusted {
				s.roots = roots
			}
			if diff := cmp.Diff(test.want, verdictOf(t, s.Send(t.Context(), composed(t, nil)))); diff != "" {
				t.Error(diff)
			}
			if taken := len(box.taken); (taken == 1) != (test.want.Reason == "") || (taken == 1 && box.taken[0].tls != test.encrypted) {
				t.Errorf("%+v", box.taken)
			}
		})
	}
}

func TestSTARTTLSRefused(t *testing.T) {
	_, roots := certificate(t)
	s := sender(t, "smtp://"+script{"EHLO": "250-mail.example\r\n250 STARTTLS", "STARTTLS": "454 4.7.0 not now"}.serve(t)+"?tls=required", roots)
	if got := verdictOf(t, s.Send(t.Context(), composed(t, nil))); got != (verdict{"the mail server refuses encryption (454 4.7.0)", false, false}) {
		t.Error(got)
	}
}

func TestSignIn(t *testing.T) {
	pair, roots := certificate(t)
	for _, ways := range [][]string{{"PLAIN"}, {"LOGIN"}, {"CRAM-MD5", "LOGIN", "PLAIN"}, {"CRAM-MD5"}} {
		box := &inbox{auth: map[string]string{"us@er": "p:/%ss"}, ways: ways}
		address := box.serve(t, &tls.Config{Certificates: []tls.Certificate{pair}}, false)
		got := verdictOf(t, sender(t, "smtp://us%40er:p%3A%2F%25ss@"+address+"?tls=required", roots).Send(t.Context(), composed(t, nil)))
		if len(ways) == 1 && ways[0] == "CRAM-MD5" {
			if got != (verdict{"the mail server offers no way to sign in", false, false}) {
				t.Error(got)
			}
			continue
		}
		if got != (verdict{}) || len(box.taken) != 1 || box.taken[0].user != "us@er" {
			t.Errorf("%v: %+v, %+v", ways, got, box.taken)
		}
		got = verdictOf(t, sender(t, "smtp://us%40er:hunter2@"+address+"?tls=required", roots).Send(t.Context(), composed(t, nil)))
		if got != (verdict{"the mail server refuses our credentials (535 5.7.8)", false, false}) {
			t.Errorf("%v: %+v", ways, got)
		}
		got = verdictOf(t, sender(t, "smtp://"+address+"?tls=required", roots).Send(t.Context(), composed(t, nil)))
		if got != (verdict{"the mail server refuses our credentials (530 5.7.0)", false, false}) {
			t.Errorf("%v: %+v", ways, got)
		}
	}
}
