package smtp

import (
	"errors"
	"strings"
	"testing"
)

func TestNew(t *testing.T) {
	for _, test := range []struct {
		url      string
		address  string
		security security
		err      error
	}{
		{"smtp://user:pass@mail.example.com:587", "mail.example.com:587", required, nil},
		{"smtp://user:pass@mail.example.com", "mail.example.com:587", required, nil},
		{"smtp://mail.example.com/", "mail.example.com:587", required, nil},
		{"smtps://user:pass@mail.example.com:465", "mail.example.com:465", implicit, nil},
		{"smtps://mail.example.com", "mail.example.com:465", implicit, nil},
		{"smtp://mail.example.com:25?tls=none", "mail.example.com:25", plaintext, nil},
		{"smtp://mail.example.com?tls=opportunistic", "mail.example.com:25", opportunistic, nil},
		{"smtp://mail.example.com:2525?tls=required", "mail.example.com:2525", required, nil},
		{"smtp://localhost", "localhost:25", opportunistic, nil},
		{"smtp://LOCALHOST.:1025", "LOCALHOST.:1025", opportunistic, nil},
		{"smtp://user:pass@127.0.0.1:1025", "127.0.0.1:1025", opportunistic, nil},
		{"smtp://[::1]:1025", "[::1]:1025", opportunistic, nil},
		{"smtp://[::ffff:127.0.0.1]:1025", "[::ffff:127.0.0.1]:1025", opportunistic, nil},
		{"smtp://localhost?tls=required", "localhost:587", required, nil},
		{"smtp://user:pass@localhost?tls=none", "localhost:25", plaintext, nil},
		{"smtp://us%40er:p%2Fss@mail.example.com", "mail.example.com:587", required, nil},
		{"", "", 0, errURL},
		{"mail.example.com:25", "", 0, errURL},
		{"mail.example.com", "", 0, errURL},
		{"http://mail.example.com", "", 0, errURL},
		{"smtp:mail.example.com", "", 0, errURL},
		{"smtp://", "", 0, errURL},
		{"smtp://user:hunter2@", "", 0, errURL},
		{"smtp://mail.example.com/path", "", 0, errURL},
		{"smtp://user:hunt er2@mail.example.com", "", 0, errURL},
		{"smtp://user:hunter2%@mail.example.com", "", 0, errURL},
		{"smtp://mail.example.com?tls=maybe", "", 0, errQuery},
		{"smtp://mail.example.com?tls=", "", 0, errQuery},
		{"smtp://mail.example.com?tls=none&tls=required", "", 0, errQuery},
		{"smtp://mail.example.com?ssl=none", "", 0, errQuery},
		{"smtp://mail.example.com?tls=none&x=y", "", 0, errQuery},
		{"smtp://mail.example.com?tls=%zz", "", 0, errQuery},
		{"smtps://mail.example.com?tls=none", "", 0, errQuery},
		{"smtp://mail.example.com:0", "", 0, errPort},
		{"smtp://mail.example.com:65536", "", 0, errPort},
		{"smtp://mail.example.com:", "", 0, errPort},
		{"smtp://user:hunter2@mail.example.com?tls=none", "", 0, errPassword},
		{"smtp://user:hunter2@mail.example.com?tls=opportunistic", "", 0, errPassword},
		{"smtp://user:hunter2@10.0.0.1?tls=none", "", 0, errPassword},
		{"smtp://user@mail.example.com", "", 0, errUser},
		{"smtp://user:@mail.example.com", "", 0, errUser},
		{"smtp://:hunter2@mail.example.com", "", 0, errUser},
	} {
		s, err := New(test.url, "pay@pay.example.com")
		if !errors.Is(err, test.err) {
			t.Errorf("%s: %v, want %v", test.url, err, test.err)
			continue
		}
		if err != nil {
			if strings.Contains(err.Error(), "hunt") || !strings.HasPrefix(err.Error(), "OPENHPP_SMTP_URL must ") {
				t.Errorf("%s: %v", test.url, err)
			}
			continue
		}
		if s.address() != test.address || s.security != test.security || s.from != "pay@pay.example.com" || s.domain != "pay.example.com" {
			t.Errorf("%s: %+v", test.url, s)
		}
	}
}

func TestFrom(t *testing.T) {
	for from, want := range map[string]string{
		"Pay@PAY.example.com": "Pay@pay.example.com", "pay@zahlung.müller.example": "pay@zahlung.xn--mller-kva.example",
		"": "", "pay": "", "pay@localhost": "", "Pay <pay@pay.example.com>": "", "a@b.example,c@d.example": "", "pay@pay.example.com\r\nx": "",
	} {
		s, err := New("smtp://mail.example.com", from)
		switch {
		case (err == nil) != (want != ""):
			t.Errorf("%q: %v", from, err)
		case err == nil && s.from != want:
			t.Errorf("%q is %q", from, s.from)
		case err != nil && (!strings.HasPrefix(err.Error(), "OPENHPP_MAIL_FROM: ") || !strings.Contains(err.Error(), "must")):
			t.Errorf("%q: %v", from, err)
		}
	}
}

func FuzzNew(f *testing.F) {
	for _, seed := range []string{"smtp://user:pass@mail.example.com:587", "smtps://h", "smtp://[::1]:25?tls=none", "smtp://:@"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, url string) {
		s, err := New(url, "pay@pay.example.com")
		if err == nil && s.password != "" && !isLoopback(s.host) && (s.security == plaintext || s.security == opportunistic) {
			t.Errorf("%q sends a password in the open", url)
		}
	})
}
