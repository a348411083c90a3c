package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// awaitState waits for the one distribution of a session to reach a state.
func awaitState(t *testing.T, m *harness.Merchant, sessionID, state string) client.Distributed {
	t.Helper()
	var last client.Distributed
	harness.Eventually(t, time.Minute, "the message is "+state, func() bool {
		all, err := m.Distributions(t.Context(), sessionID)
		if err != nil || len(all) != 1 {
			t.Fatalf("%d distributions, %v", len(all), err)
		}
		last = all[0]
		return last.State == state
	})
	return last
}

// What a mail server says is what merchants read; what it refuses for now is
// tried again, what it refuses for good is not.
func TestMailServersSayNo(t *testing.T) {
	t.Parallel()
	box := harness.NewMailbox(t)
	server := harness.Start(t, "OPENHPP_SMTP_URL="+box.URL(), "OPENHPP_MAIL_FROM=pay@pay.example.com")
	merchant := server.Merchant("Lamps & Co")
	var mu sync.Mutex
	tries := map[string]int{}
	box.Answer(func(to string) int {
		mu.Lock()
		defer mu.Unlock()
		tries[to]++
		switch {
		case strings.HasPrefix(to, "nobody@"):
			return 550
		case strings.HasPrefix(to, "later@") && tries[to] == 1:
			return 451
		}
		return 0
	})
	for to, want := range map[string]struct{ state, says string }{
		"kim@shop.example": {"ACCEPTED", ""}, "nobody@shop.example": {"BOUNCED", "550"}, "later@shop.example": {"ACCEPTED", ""},
	} {
		session := merchant.Session(t, nil)
		if err := merchant.Distribute(t.Context(), session.SessionID, client.Distribution{Email: to}); err != nil {
			t.Fatal(err)
		}
		if to == "later@shop.example" {
			harness.Eventually(t, time.Minute, "the first try is told", func() bool {
				return strings.Contains(awaitState(t, merchant, session.SessionID, "QUEUED").Reason, "451")
			})
		}
		d := awaitState(t, merchant, session.SessionID, want.state)
		if !strings.Contains(d.Reason, want.says) || strings.Contains(d.Reason, "@") || strings.Contains(d.Recipient, strings.Split(to, "@")[0]) {
			t.Errorf("%s: %+v", to, d)
		}
	}
	if n := tries["nobody@shop.example"]; n != 1 {
		t.Errorf("a mailbox that is not there was tried %d times", n)
	}
	if strings.Contains(server.Log(), "shop.example") {
		t.Error("an address is in the log")
	}
	for _, mail := range box.Mails() {
		if !strings.Contains(mail.Text, "Message-ID: <") || strings.Count(mail.Text, "\r\nTo: ") != 1 {
			t.Errorf("sent %.600s", mail.Text)
		}
	}
}

// smsGateway is one that fails first: it answers 500, then not at all, then
// takes the message.
type smsGateway struct {
	*httptest.Server
	mu   sync.Mutex
	asks []map[string]string
}

func newGateway(t *testing.T) *smsGateway {
	t.Helper()
	g := &smsGateway{}
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var ask map[string]string
		if err := json.NewDecoder(r.Body).Decode(&ask); err != nil {
			t.Errorf("a request that cannot be read: %v", err)
		}
		g.mu.Lock()
		g.asks = append(g.asks, ask)
		n := len(g.asks)
		g.mu.Unlock()
		switch n {
		case 1:
			w.WriteHeader(http.StatusInternalServerError)
		case 2:
			panic(http.ErrAbortHandler) // the line is cut
		default:
			w.WriteHeader(http.StatusAccepted)
		}
	}))
	t.Cleanup(g.Close)
	return g
}

// A gateway that fails and falls silent gets the message until it takes it, always
// under one id; the state shows each step.
func TestGatewaysFail(t *testing.T) {
	t.Parallel()
	gateway := newGateway(t)
	description, err := json.Marshal(map[string]any{
		"url": gateway.URL, "headers": map[string]string{"Content-Type": "application/json"}, "from": "Shop",
		"body":    `{"to": {{json .To}}, "text": {{json .Text}}, "id": {{json .ID}}}`,
		"success": map[string]any{"status": []int{202}},
	})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "sms.json")
	if err := os.WriteFile(file, description, 0o600); err != nil {
		t.Fatal(err)
	}
	server := harness.Start(t, "OPENHPP_SMS_URL=file:"+file)
	merchant := server.Merchant("Lamps & Co")
	session := merchant.Session(t, nil)
	if err := merchant.Distribute(t.Context(), session.SessionID, client.Distribution{Phone: "0701740605", PhoneCountry: "SE"}); err != nil {
		t.Fatal(err)
	}
	harness.Eventually(t, time.Minute, "the refusal is told", func() bool {
		return strings.Contains(awaitState(t, merchant, session.SessionID, "QUEUED").Reason, "500")
	})
	sent := awaitState(t, merchant, session.SessionID, "SENT")
	if sent.SentAt.IsZero() || sent.Reason == "" {
		t.Errorf("a gateway that falls silent: %+v", sent)
	}
	accepted := awaitState(t, merchant, session.SessionID, "ACCEPTED")
	gateway.mu.Lock()
	defer gateway.mu.Unlock()
	for _, ask := range gateway.asks {
		if ask["id"] != accepted.DistributionID || ask["to"] != "+46701740605" || !strings.Contains(ask["text"], session.RedirectURL+"?m=1") {
			t.Errorf("the gateway was told %v", ask)
		}
	}
	if len(gateway.asks) != 3 {
		t.Errorf("%d tries", len(gateway.asks))
	}
}

// A server that cannot send as it is told says so at the start, in a line
// that names the setting and no secret.
func TestSettingsThatCannotSend(t *testing.T) {
	t.Parallel()
	for env, says := range map[string]string{
		"OPENHPP_SMTP_URL=mail.example.com":                        "OPENHPP_SMTP_URL",
		"OPENHPP_SMTP_URL=smtp://u:hush@mail.example.com:587":      "OPENHPP_MAIL_FROM",
		"OPENHPP_SMS_URL=twilio://AC1:hush@":                       "OPENHPP_SMS_URL",
		"OPENHPP_SMS_URL=file:/nowhere/sms.json":                   "OPENHPP_SMS_URL",
		"OPENHPP_EMAILS_PER_DAY=-1":                                "OPENHPP_EMAILS_PER_DAY",
		"OPENHPP_SMTP_URL=smtp://u:hush@mail.example.com?tls=none": "OPENHPP_MAIL_FROM",
	} {
		out, err := harness.Run(t, []string{env, "OPENHPP_LISTEN=127.0.0.1:0", fmt.Sprintf("OPENHPP_DATABASE=sqlite:%s", filepath.Join(t.TempDir(), "a.db"))}, "serve")
		if err == nil || !strings.Contains(out, says) || strings.Contains(out, "hush") {
			t.Errorf("%s: %v, %q", env, err, out)
		}
	}
}
