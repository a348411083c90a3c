package smtp

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/message"
)

// receive sends a mail to a real server and parses what arrived.
func receive(t *testing.T, m message.Mail) (envelope, *mail.Message) {
	t.Helper()
	box := &inbox{}
	if err := sender(t, "smtp://"+box.serve(t, nil, false), nil).Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if len(box.taken) != 1 {
		t.Fatalf("%d messages", len(box.taken))
	}
	parsed, err := mail.ReadMessage(strings.NewReader(box.taken[0].data))
	if err != nil {
		t.Fatal(err)
	}
	return box.taken[0], parsed
}

// parts are the bodies of a multipart/alternative message by their types.
func parts(t *testing.T, m *mail.Message) (types, bodies []string) {
	t.Helper()
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("%s, %v", kind, err)
	}
	reader := multipart.NewReader(m.Body, params["boundary"])
	for {
		part, err := reader.NextRawPart()
		if errors.Is(err, io.EOF) {
			return types, bodies
		}
		if err != nil {
			t.Fatal(err)
		}
		if part.Header.Get("Content-Transfer-Encoding") != "quoted-printable" {
			t.Errorf("%v", part.Header)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		types, bodies = append(types, part.Header.Get("Content-Type")), append(bodies, strings.ReplaceAll(string(body), "\r\n", "\n"))
	}
}

func TestMessageArrives(t *testing.T) {
	m := composed(t, nil)
	taken, got := receive(t, m)
	if taken.from != "pay@pay.example.com" || !slices.Equal(taken.to, []string{"anna@example.com"}) {
		t.Errorf("envelope from %s to %s", taken.from, taken.to)
	}
	want := map[string]string{
		"Message-Id": "<0b9c9ab2-6a5b-4b7e-9a52-3c1f2e8d7a60@pay.example.com>", "Date": "Sat, 07 Mar 2026 10:30:00 +0000",
		"To": "<anna@example.com>", "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Content-Language": "sv-SE",
		"List-Unsubscribe":      "<https://pay.example.com/eu/hpp/stop/Q2h5b3Nlbi1ieQ>",
		"List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "Mime-Version": "1.0",
		"Content-Type": "multipart/alternative; boundary=part-0b9c9ab2-6a5b-4b7e-9a52-3c1f2e8d7a60",
	}
	header := map[string]string{}
	for name, values := range got.Header {
		if len(values) != 1 {
			t.Errorf("%s is there %d times", name, len(values))
		}
		header[name] = values[0]
	}
	from, err := got.Header.AddressList("From")
	if err != nil || len(from) != 1 || *from[0] != (mail.Address{Name: "Lampaffären på Söder", Address: "pay@pay.example.com"}) {
		t.Errorf("from %v, %v", from, err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(header["Subject"])
	if err != nil || subject != m.Subject {
		t.Errorf("subject %q, %v", subject, err)
	}
	delete(header, "From")
	delete(header, "Subject")
	if diff := cmp.Diff(want, header); diff != "" {
		t.Error(diff)
	}
	types, bodies := parts(t, got)
	if diff := cmp.Diff([]string{"text/plain; charset=UTF-8", "text/html; charset=UTF-8"}, types); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{m.Text, m.HTML}, bodies); diff != "" {
		t.Error(diff)
	}
}

// Lines are short, ASCII and end as they must, so that no server on the way
// changes a byte.
func TestLines(t *testing.T) {
	m := composed(t, func(i *message.Invitation) { i.Shop = strings.Repeat("Лампы ", 9) })
	encoded, err := sender(t, "smtp://127.0.0.1", nil).encode(m, m.To)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(string(encoded), "\r\n") {
		if len(line) > 120 || strings.ContainsAny(line, "\r\n") || strings.ContainsFunc(line, func(r rune) bool { return r > '~' || (r < ' ' && r != '\t') }) {
			t.Errorf("%q", line)
		}
	}
}

// Two tries, also of two senders, are the same message to the byte.
func TestTwoTriesAreOneMessage(t *testing.T) {
	box := &inbox{}
	address := box.serve(t, nil, false)
	for range 3 {
		if err := sender(t, "smtp://"+address, nil).Send(t.Context(), composed(t, nil)); err != nil {
			t.Fatal(err)
		}
	}
	if len(box.taken) != 3 || box.taken[0].data != box.taken[1].data || box.taken[0].data != box.taken[2].data {
		t.Error("the tries differ")
	}
	other := composed(t, func(i *message.Invitation) { i.ID = "11111111-6a5b-4b7e-9a52-3c1f2e8d7a60" })
	if taken, _ := receive(t, other); taken.data == box.taken[0].data {
		t.Error("another invitation is the same message")
	}
}

func TestGiveaways(t *testing.T) {
	taken, got := receive(t, composed(t, nil))
	for _, name := range []string{"User-Agent", "X-Mailer", "Reply-To", "Cc", "Bcc", "Sender", "Return-Path"} {
		if got.Header.Get(name) != "" {
			t.Errorf("%s: %s", name, got.Header.Get(name))
		}
	}
	if strings.Contains(strings.ToLower(taken.data), "go-mail") {
		t.Error("the library is named")
	}
}

// A stop page on plain http, in the playground, takes no one-click POST.
func TestStopOnPlainHTTP(t *testing.T) {
	_, got := receive(t, composed(t, func(i *message.Invitation) { i.Stop = "http://127.0.0.1:8080/stop/x" }))
	if got.Header.Get("List-Unsubscribe") != "<http://127.0.0.1:8080/stop/x>" || got.Header.Get("List-Unsubscribe-Post") != "" {
		t.Error(got.Header)
	}
}

// Nobody's words become a header or a recipient (safety.md A45).
func TestHeaderInjection(t *testing.T) {
	for _, evil := range []string{
		"Shop\r\nBcc: victim@example.com", "Shop\nBcc: victim@example.com", "Shop\r\n\r\nbody", "Shop\x00", `"Shop" <boss@bank.example>`,
		"=?utf-8?q?Shop=0D=0ABcc:_victim@example.com?=", "=?utf-8?b?aHR0cDovL2V2aWwuZXhhbXBsZQ==?=", "Shop <victim@example.com>,", "\u2028Bcc: x", strings.Repeat("long ", 200),
	} {
		m := composed(t, nil)
		m.Shop, m.Subject = evil, evil
		taken, got := receive(t, m)
		if !slices.Equal(taken.to, []string{"anna@example.com"}) || got.Header.Get("Bcc") != "" || len(got.Header) != 12 {
			t.Errorf("%q: to %s, %d headers", evil, taken.to, len(got.Header))
		}
		if from, err := got.Header.AddressList("From"); err != nil || len(from) != 1 || from[0].Address != "pay@pay.example.com" {
			t.Errorf("%q: from %v, %v", evil, from, err)
		}
		if strings.Contains(got.Header.Get("From"), "=?utf-8?b?aHR0") || strings.HasPrefix(taken.data, "Subject:\r\n") || strings.Contains(taken.data, "\nSubject:\r\n") {
			t.Errorf("%q: from %q, subject %q", evil, got.Header.Get("From"), got.Header.Get("Subject"))
		}
		if subject, err := new(mime.WordDecoder).DecodeHeader(got.Header.Get("Subject")); err != nil || strings.TrimSpace(subject) != strings.TrimSpace(evil) {
			t.Errorf("%q: subject %q, %v", evil, subject, err)
		}
		if types, _ := parts(t, got); len(types) != 2 {
			t.Errorf("%q: parts %s", evil, types)
		}
	}
}

func TestRecipientIsOne(t *testing.T) {
	box := &inbox{}
	address := box.serve(t, nil, false)
	for _, to := range []string{"", "anna", "a@example.com,b@example.com", "Anna <anna@example.com>", "anna@example.com\r\nRCPT TO:<b@example.com>", "anna@example.com> NOTIFY=NEVER <", "anna@[127.0.0.1]"} {
		m := composed(t, nil)
		m.To = to
		if got := verdictOf(t, sender(t, "smtp://"+address, nil).Send(t.Context(), m)); got != (verdict{"the recipient is not one e-mail address", true, false}) {
			t.Errorf("%q: %+v", to, got)
		}
	}
	if len(box.taken) != 0 {
		t.Errorf("%d messages were taken", len(box.taken))
	}
}

func TestMalformedMail(t *testing.T) {
	for name, change := range map[string]func(*message.Mail){
		"no ID":              func(m *message.Mail) { m.ID = "" },
		"ID of two lines":    func(m *message.Mail) { m.ID = "a\r\nb" },
		"ID too long":        func(m *message.Mail) { m.ID = strings.Repeat("a", 61) },
		"language and more":  func(m *message.Mail) { m.Lang = "sv\r\nBcc: x" },
		"no stop":            func(m *message.Mail) { m.Stop = "" },
		"stop of two lines":  func(m *message.Mail) { m.Stop = "https://a.example/\r\nBcc: x" },
		"stop and more":      func(m *message.Mail) { m.Stop = "https://a.example/>,<mailto:x@example.com" },
		"stop is no address": func(m *message.Mail) { m.Stop = "javascript:alert(1)" },
		"no date":            func(m *message.Mail) { *m = message.Mail{ID: m.ID, To: m.To, Lang: m.Lang, Stop: m.Stop} },
	} {
		m := composed(t, nil)
		change(&m)
		if got := verdictOf(t, sender(t, "smtp://127.0.0.1:1", nil).Send(t.Context(), m)); got != (verdict{"the message is malformed", true, false}) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
