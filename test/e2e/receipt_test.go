package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// A payer has the receipt sent to an address, over a mail server's own words; the
// order is in it, the address in no log.
func TestAReceiptIsMailed(t *testing.T) {
	t.Parallel()
	box := harness.NewMailbox(t)
	w := start(t, "OPENHPP_SMTP_URL="+box.URL(), "OPENHPP_MAIL_FROM=pay@pay.example.com")
	withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
		made := w.merchant.Session(t, func(n *client.NewSession) { n.Options = &client.SessionOptions{PlaceOrderMode: client.ModePlaceOrder} })
		tab := w.browser.Tab(t, scripts)
		tab.Open(made.RedirectURL)
		tab.Pay("alice@example.com")
		tab.Outcome("completed")
		tab.Type("email", "nobody")
		tab.Click("receipt-send")
		tab.Outcome("completed")
		tab.Type("email", "alice@mailbox.example")
		tab.Click("receipt-send")
		tab.Visible(".receipt [role=status]")
		d := awaitState(t, w.merchant, made.SessionID, "ACCEPTED")
		if strings.Contains(d.Recipient, "alice") {
			t.Errorf("told of %s", d.Recipient)
		}
		session, err := w.merchant.ReadSession(t.Context(), made.SessionID)
		if err != nil {
			t.Fatal(err)
		}
		harness.Eventually(t, time.Minute, "the receipt arrives", func() bool {
			for _, mail := range box.Mails() {
				if strings.Contains(mail.Text, "alice@mailbox.example") && strings.Contains(mail.Text, session.Reference) {
					return true
				}
			}
			return false
		})
	})
	if strings.Contains(w.Log(), "mailbox.example") {
		t.Error("an address is in the log")
	}
}
