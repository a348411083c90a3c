package e2e

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// till makes a payment in a shop, with its page; the payer's phone is all
// there is to end on.
func (w *world) till(t *testing.T, channel string) client.CreatedSession {
	t.Helper()
	purchase := harness.Purchase()
	purchase.Channel = channel
	payment, err := w.merchant.CreatePayment(t.Context(), purchase)
	if err != nil {
		t.Fatal(err)
	}
	made, err := w.merchant.CreateSession(t.Context(), client.NewSession{
		PaymentSessionURL: w.merchant.PaymentURL(payment.SessionID),
		MerchantURLs:      client.MerchantURLs{StatusUpdate: w.shop.URL + "/callback"},
		Options:           &client.SessionOptions{PlaceOrderMode: client.ModePlaceOrder},
	})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// inbox waits for the one message of a session and answers it.
func (w *world) inbox(t *testing.T, sessionID, method string) map[string]any {
	t.Helper()
	path := "/playground/inbox?wait=20&session_id=" + sessionID + "&method=" + method
	messages, _ := w.merchant.Must(t, http.StatusOK, http.MethodGet, path, nil).Body["messages"].([]any)
	if len(messages) != 1 {
		t.Fatalf("%d messages in the inbox", len(messages))
	}
	message, _ := messages[0].(map[string]any)
	return message
}

// state is the distribution's, as merchants read it.
func (w *world) state(t *testing.T, sessionID string) string {
	t.Helper()
	all, err := w.merchant.Distributions(t.Context(), sessionID)
	if err != nil || len(all) != 1 {
		t.Fatalf("%d distributions, %v", len(all), err)
	}
	return all[0].State
}

// status waits for the clerk's page to show a status, by itself.
func status(t *testing.T, desk *harness.Tab, want string) {
	t.Helper()
	started := time.Now()
	desk.Visible(`[data-testid=module-status][data-status=` + want + `]`)
	t.Logf("the clerk reads %s after %s", want, time.Since(started).Round(time.Millisecond))
}

// From an API call to a paid order, with the link found in the inbox; the
// clerk's page follows it live.
func TestALinkThatWasSentIsPaid(t *testing.T) {
	t.Parallel()
	w := start(t)
	for method, to := range map[string]client.Distribution{
		"email": {Email: "kim@shop.example"}, "sms": {Phone: "0701740605", PhoneCountry: "SE"},
	} {
		for _, channel := range []string{"IN_STORE", "TELESALES"} {
			t.Run(method+" "+channel, func(t *testing.T) {
				made := w.till(t, channel)
				desk, phone := w.browser.Tab(t, true), w.browser.Tab(t, true)
				desk.Size(1024, 768)
				desk.Open(made.Module.StandaloneURL)
				status(t, desk, "WAITING")
				if err := w.merchant.Distribute(t.Context(), made.SessionID, to); err != nil {
					t.Fatal(err)
				}
				message := w.inbox(t, made.SessionID, method)
				desk.Visible("[data-state=ACCEPTED]")
				link, _ := message["link"].(string)
				if text, _ := message["text"].(string); !strings.Contains(text, link) || !strings.HasPrefix(link, made.RedirectURL+"?m=1") {
					t.Fatalf("the link is %s, the text %q", link, text)
				}
				w.pays(t, made, phone, desk, link, true)
			})
		}
	}
}

// pays opens the link on the phone and pays; the clerk sees each step. The
// first act is a touch, or, without scripts, the first form.
func (w *world) pays(t *testing.T, made client.CreatedSession, phone, desk *harness.Tab, link string, scripts bool) {
	t.Helper()
	phone.Open(link)
	phone.See("pay")
	if got := w.state(t, made.SessionID); got != "ACCEPTED" {
		t.Errorf("opening the page alone made it %s", got)
	}
	phone.Fill("alice@example.com")
	if scripts {
		status(t, desk, "IN_PROGRESS")
	}
	phone.Click("pay")
	phone.See("challenge-submit")
	status(t, desk, "IN_PROGRESS")
	if got := w.state(t, made.SessionID); got != "OPENED" {
		t.Errorf("after the first act it is %s", got)
	}
	phone.Type("otp", "123456")
	phone.Click("challenge-submit")
	phone.Outcome("completed")
	status(t, desk, "COMPLETED")
	w.shop.Expect(t, made.SessionID, "IN_PROGRESS", "COMPLETED")
	session, err := w.merchant.ReadSession(t.Context(), made.SessionID)
	if err != nil || session.OrderID == "" {
		t.Fatalf("%+v, %v", session, err)
	}
	if got := desk.Text(`[data-testid=module-reference]`); got != session.Reference {
		t.Errorf("the clerk reads %q, the order is %q", got, session.Reference)
	}
	order, err := w.merchant.ReadOrder(t.Context(), session.OrderID)
	if err != nil || order.Amount != 23750 {
		t.Errorf("%+v, %v", order, err)
	}
	checkTab(t, w, phone)
	checkTab(t, w, desk)
}

// The payer's phone shows a code; the clerk types it, and the phone opens the
// payment by itself.
func TestACodeOnThePhoneIsPaid(t *testing.T) {
	t.Parallel()
	w := start(t)
	withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
		made := w.till(t, "IN_STORE")
		desk, phone := w.browser.Tab(t, true), w.browser.Tab(t, scripts)
		desk.Size(768, 1024)
		phone.Open(w.URL + "/eu/hpp/access")
		phone.Click("access-new")
		phone.See("access-digits")
		digits := phone.Text(`[data-testid=access-digits]`)
		desk.Open(made.Module.StandaloneURL)
		desk.Type("access_id", digits)
		desk.Click("send-token")
		link := phone.Arrive(w.URL + "/eu/hpp/payments/").String()
		if !strings.HasSuffix(link, "?m=1") || strings.HasPrefix(link, made.RedirectURL) {
			t.Errorf("a phone that anybody may look at goes to %s", link)
		}
		w.pays(t, made, phone, desk, link, scripts)
	})
}

// What the clerk's own forms send arrives, and what is wrong is said beside
// the field, with what was typed kept.
func TestTheClerkSends(t *testing.T) {
	t.Parallel()
	w := start(t)
	withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
		made := w.till(t, "IN_STORE")
		desk := w.browser.Tab(t, scripts)
		desk.Size(1280, 800)
		desk.Open(made.Module.StandaloneURL)
		desk.Type("email", "kim@shop.example,sam@shop.example")
		desk.Click("send-email")
		if got := desk.Value("email"); got != "kim@shop.example,sam@shop.example" {
			t.Errorf("what was typed is gone: %q", got)
		}
		desk.Visible("[aria-invalid=true][name=email]")
		desk.Type("email", "kim@shop.example")
		desk.Click("send-email")
		w.inbox(t, made.SessionID, "email")
		desk.Type("phone", "0701740605")
		desk.Click("send-sms")
		w.inbox(t, made.SessionID, "sms")
		if scripts {
			desk.Visible("[data-state=ACCEPTED]")
		}
		desk.Click("module-cancel")
		desk.Click("module-cancel-confirm")
		status(t, desk, "DISABLED")
		session, err := w.merchant.ReadSession(t.Context(), made.SessionID)
		if err != nil || session.Status != client.Disabled {
			t.Errorf("%+v, %v", session, err)
		}
	})
}

// A declined payment is open for another try; the clerk is told.
func TestTheClerkSeesADecline(t *testing.T) {
	t.Parallel()
	w := start(t)
	made := w.till(t, "IN_STORE")
	desk, phone := w.browser.Tab(t, true), w.browser.Tab(t, true)
	desk.Open(made.Module.StandaloneURL)
	phone.Open(made.RedirectURL)
	phone.Pay("alice+denied@example.com")
	phone.Outcome("failed")
	status(t, desk, "FAILED")
	phone.Click("retry")
	status(t, desk, "IN_PROGRESS")
}

// The recipient stops the messages with what the message holds, by hand or by
// the mail program's one click.
func TestRecipientsStopMessages(t *testing.T) {
	t.Parallel()
	w := start(t)
	made := w.till(t, "TELESALES")
	kim := client.Distribution{Email: "kim@shop.example"}
	if err := w.merchant.Distribute(t.Context(), made.SessionID, kim); err != nil {
		t.Fatal(err)
	}
	text, _ := w.inbox(t, made.SessionID, "email")["text"].(string)
	at := strings.Index(text, w.URL+"/eu/hpp/stop/")
	if at < 0 {
		t.Fatalf("no way to stop in %q", text)
	}
	stop := strings.Fields(text[at:])[0]
	tab := w.browser.Tab(t, false)
	tab.Open(stop)
	tab.Click("stop-confirm")
	err := w.merchant.Distribute(t.Context(), made.SessionID, kim)
	if err == nil || !strings.Contains(err.Error(), "BLACKLISTED") {
		t.Errorf("a further message: %v", err)
	}
	oneClick, err := http.PostForm(stop, url.Values{"List-Unsubscribe": {"One-Click"}}) // as a mail program does
	if err != nil {
		t.Fatal(err)
	}
	_ = oneClick.Body.Close()
	if oneClick.StatusCode != http.StatusOK {
		t.Errorf("one click answers %d", oneClick.StatusCode)
	}
}

// fetchLink asks for a link as programs without a browser do.
func fetchLink(t *testing.T, link string) {
	t.Helper()
	for _, method := range []string{http.MethodHead, http.MethodGet} {
		request, err := http.NewRequestWithContext(t.Context(), method, link, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := new(http.Client).Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
	}
}

// Scanners that look at the link in every way leave the session waiting and
// payable (safety.md A37, T41).
func TestScannersChangeNothing(t *testing.T) {
	t.Parallel()
	w := start(t)
	made := w.till(t, "TELESALES")
	if err := w.merchant.Distribute(t.Context(), made.SessionID, client.Distribution{Email: "kim@shop.example"}); err != nil {
		t.Fatal(err)
	}
	link, _ := w.inbox(t, made.SessionID, "email")["link"].(string)
	for range 5 {
		scanner := w.browser.Tab(t, true)
		for range 10 {
			fetchLink(t, link)
			scanner.Open(link)
			scanner.See("pay")
			scanner.Run(`for (const type of ['pointerdown', 'keydown', 'touchstart', 'scroll']) document.body.dispatchEvent(new Event(type, {bubbles: true}))`)
		}
		scanner.Close()
	}
	session, err := w.merchant.ReadSession(t.Context(), made.SessionID)
	if err != nil || session.Status != client.Waiting || w.state(t, made.SessionID) != "ACCEPTED" {
		t.Fatalf("after fifty looks: %s, %s, %v", session.Status, w.state(t, made.SessionID), err)
	}
	phone := w.browser.Tab(t, true)
	phone.Open(link)
	phone.Pay("alice@example.com")
	phone.Outcome("completed")
	w.shop.Expect(t, made.SessionID, "IN_PROGRESS", "COMPLETED")
}
