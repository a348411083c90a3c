package contract

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

var correlation = regexp.MustCompile(`"correlation_id":"[^"]*"`)

var regexpSessionID = regexp.MustCompile(`"session_id":"([^"]*)"`)

// Another merchant's session answers like one that never was, byte for byte.
func TestTenantsCannotTell(t *testing.T) {
	w := start(t)
	other := w.Merchant("Other")
	w.ask(w.merchant, "PUT", "/openhpp/v1/profiles/till", "{}")
	ordered := w.merchant.Session(t, func(n *client.NewSession) { n.Options = &client.SessionOptions{PlaceOrderMode: client.ModePlaceOrder} })
	paid, err := w.merchant.Act(t.Context(), ordered.SessionID, client.Act{Outcome: "approve"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ method, foreign, absent, body string }{
		{"GET", "/hpp/v1/sessions/" + w.session.SessionID, "/hpp/v1/sessions/none", `{}`},
		{"DELETE", "/hpp/v1/sessions/" + w.session.SessionID, "/hpp/v1/sessions/none", `{}`},
		{"POST", "/hpp/v1/sessions/" + w.session.SessionID + "/distribution", "/hpp/v1/sessions/none/distribution", `{}`},
		{"POST", "/hpp/v1/sessions/" + w.session.SessionID + "/distribution-module/token", "/hpp/v1/sessions/none/distribution-module/token", `{}`},
		{"GET", "/openhpp/v1/sessions/" + w.session.SessionID + "/distributions", "/openhpp/v1/sessions/none/distributions", `{}`},
		{"GET", "/openhpp/v1/profiles/till", "/openhpp/v1/profiles/none", `{}`},
		{"DELETE", "/openhpp/v1/profiles/till", "/openhpp/v1/profiles/none", `{}`},
		{"GET", "/playground/inbox/" + w.message(), "/playground/inbox/none", `{}`},
		{"GET", "/payments/v1/sessions/" + w.payment, "/payments/v1/sessions/none", `{}`},
		{"POST", "/payments/v1/sessions/" + w.payment, "/payments/v1/sessions/none", `{}`},
		{"POST", "/sandbox/v1/sessions/" + w.session.SessionID + "/act", "/sandbox/v1/sessions/none/act", `{"outcome":"disable"}`},
		{"POST", "/sandbox/v1/sessions/" + w.session.SessionID + "/script", "/sandbox/v1/sessions/none/script", `{"steps":[{"outcome":"disable"}]}`},
		{"POST", "/sandbox/v1/orders/" + paid.OrderID + "/act", "/sandbox/v1/orders/none/act", `{"outcome":"expire"}`},
		{"POST", "/sandbox/v1/messages/" + w.message() + "/act", "/sandbox/v1/messages/none/act", `{"outcome":"bounce"}`},
	} {
		foreign, absent := w.ask(other, c.method, c.foreign, c.body), w.ask(other, c.method, c.absent, c.body)
		same := foreign.status == absent.status && correlation.ReplaceAllString(foreign.body, "") == correlation.ReplaceAllString(absent.body, "")
		if !same || foreign.status != http.StatusNotFound {
			t.Errorf("%s %s: %d %s\nabsent: %d %s", c.method, c.foreign, foreign.status, foreign.body, absent.status, absent.body)
		}
	}
	create := w.ask(other, "POST", "/hpp/v1/sessions", `{"payment_session_url":"`+w.merchant.PaymentURL(w.payment)+`"}`)
	if create.status != http.StatusNotFound {
		t.Errorf("a page on another's payment session: %d %s", create.status, create.body)
	}
	if got := w.ask(w.merchant, "GET", w.session.SessionURL, ""); got.status != http.StatusOK {
		t.Errorf("the owner reads %d", got.status)
	}
}

// However hard it is pressed: one order.
func TestAHundredPresses(t *testing.T) {
	w := start(t)
	made := w.merchant.Session(t, func(n *client.NewSession) { n.Options = &client.SessionOptions{PlaceOrderMode: client.ModePlaceOrder} })
	payer := harness.NewPayer()
	page, err := payer.Open(t.Context(), made.RedirectURL)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 100 {
		wg.Go(func() {
			if status, err := payer.Press(t.Context(), made.RedirectURL, page, "alice@example.com"); err != nil || status != http.StatusSeeOther {
				t.Errorf("a press: %d, %v", status, err)
			}
		})
	}
	wg.Wait()
	for range 20 {
		wg.Go(func() {
			if page, err := payer.Pay(t.Context(), made.RedirectURL, "alice@example.com"); err != nil || page.Outcome != "completed" {
				t.Errorf("outcome %q, %v", page.Outcome, err)
			}
		})
	}
	wg.Wait()
	session, err := w.merchant.ReadSession(t.Context(), made.SessionID)
	if err != nil || session.OrderID == "" {
		t.Fatalf("%+v, %v", session, err)
	}
}

func TestOneKeyOneSession(t *testing.T) {
	w := start(t)
	answers := make([]answer, 50)
	var wg sync.WaitGroup
	for i := range answers {
		wg.Go(func() { answers[i] = w.create(`"options":{"page_title":"p"}`, "Klarna-Idempotency-Key: one") })
	}
	wg.Wait()
	for _, a := range answers {
		if a.status != http.StatusCreated || a.body != answers[0].body {
			t.Fatalf("%d %s\nfirst: %s", a.status, a.body, answers[0].body)
		}
	}
	if other := w.create(`"options":{"page_title":"q"}`, "Klarna-Idempotency-Key: one"); other.status != http.StatusUnprocessableEntity {
		t.Errorf("another body under the key: %d %s", other.status, other.body)
	}
}

// Nothing secret or personal is in the log, whatever happened.
func TestTheLogKeepsSecrets(t *testing.T) {
	w := start(t)
	receiver := harness.NewReceiver(t, w.merchant)
	made := w.merchant.Session(t, func(n *client.NewSession) {
		n.MerchantURLs = client.MerchantURLs{StatusUpdate: receiver.URL + "/callback?secret=canary-in-callback"}
	})
	broken := w.merchant.Session(t, func(n *client.NewSession) {
		n.MerchantURLs = client.MerchantURLs{StatusUpdate: "http://127.0.0.1:1/?secret=canary-in-callback"}
	})
	for _, link := range []string{made.RedirectURL, broken.RedirectURL} {
		if _, err := harness.NewPayer().Pay(t.Context(), link, "canary@example.com"); err != nil {
			t.Fatal(err)
		}
	}
	receiver.Expect(t, made.SessionID, "IN_PROGRESS", "COMPLETED")
	w.ask(nil, "GET", "/hpp/v1/sessions/canary-in-path?q=canary-in-query", "", "Authorization: Basic "+"Y2FuYXJ5OmNhbmFyeS1wdw==")
	session, err := w.merchant.ReadSession(t.Context(), made.SessionID)
	if err != nil {
		t.Fatal(err)
	}
	w.Stop()
	log := w.Log()
	if len(log) < 1000 {
		t.Fatalf("too little was logged to prove anything: %s", log)
	}
	link := made.RedirectURL[strings.LastIndex(made.RedirectURL, "/")+1:]
	for name, secret := range map[string]string{
		"password": w.merchant.Password, "webhook secret": w.merchant.WebhookSecret, "link": link, "token": session.AuthorizationToken,
		"e-mail": "canary@", "family name": "Alice", "street": "Blasieholmshamnen", "phone": "46701740615",
		"callback's query": "canary-in-callback", "path": "canary-in-path", "query": "canary-in-query",
	} {
		if secret != "" && strings.Contains(log, secret) {
			t.Errorf("the %s is in the log", name)
		}
	}
	for _, line := range strings.Split(strings.TrimSpace(log), "\n") {
		if !json.Valid([]byte(line)) {
			t.Errorf("not one JSON line: %s", line)
		}
	}
}

// What the command line changes holds from the next request on.
func TestMerchantsBesideARunningServer(t *testing.T) {
	w := start(t)
	status := func(m *harness.Merchant) int { return w.ask(m, "GET", "/hpp/v1/sessions/x", "").status }
	late := w.Merchant("Late")
	if got := status(late); got != http.StatusNotFound {
		t.Errorf("a new merchant: %d", got)
	}
	var fresh struct {
		Username string `json:"username"`
		Password string `json:"password"`
	}
	if err := json.Unmarshal(w.Command("merchant", "rotate", late.ID, "--overlap", "0", "--json"), &fresh); err != nil {
		t.Fatal(err)
	}
	refused := func(m *harness.Merchant) func() bool {
		return func() bool { return status(m) == http.StatusUnauthorized }
	}
	harness.Eventually(t, time.Second, "the old password is refused", refused(late))
	rotated := &harness.Merchant{Client: &client.Client{Username: fresh.Username, Password: fresh.Password}}
	if got := status(rotated); got != http.StatusNotFound {
		t.Errorf("the new password: %d", got)
	}
	sales := func() int { return w.ask(rotated, "POST", "/payments/v1/sessions", "{}").status }
	w.Command("merchant", "disable", late.ID)
	harness.Eventually(t, time.Second, "a disabled merchant sells nothing", func() bool { return sales() == http.StatusForbidden })
	if got := status(rotated); got != http.StatusNotFound {
		t.Errorf("a disabled merchant reads: %d", got)
	}
	w.Command("merchant", "enable", late.ID)
	harness.Eventually(t, time.Second, "an enabled merchant sells again", func() bool { return sales() == http.StatusBadRequest })
	w.Command("merchant", "disable", "--all", late.ID)
	harness.Eventually(t, time.Second, "a merchant that is shut is refused", refused(rotated))
	if list := string(w.Command("merchant", "list")); !strings.Contains(list, "Late") || !strings.Contains(list, "disabled") {
		t.Errorf("the list: %s", list)
	}
}

// Told to stop, the server first says that it is not ready, then ends well.
func TestGracefulStop(t *testing.T) {
	w := start(t, "OPENHPP_DRAIN=4s")
	w.Signal(syscall.SIGTERM)
	harness.Eventually(t, 3*time.Second, "unready", func() bool {
		return w.ask(nil, "GET", "/readyz", "").status == http.StatusServiceUnavailable
	})
	if got := w.create(""); got.status != http.StatusCreated {
		t.Errorf("a request while draining: %d", got.status)
	}
	w.Wait()
	if code := w.ExitCode(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}
