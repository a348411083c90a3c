package e2e

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

var notDigits = regexp.MustCompile(`[^0-9]`)

// amountOn is what a button says it costs, in minor units, as digits; empty
// when it names no amount.
func amountOn(tab *harness.Tab, testid string) string {
	return notDigits.ReplaceAllString(tab.Text(`[data-testid="`+testid+`"]`), "")
}

// shipped is a session of a Checkout order with two ways to ship.
func (w *world) shipped(t *testing.T) (session client.CreatedSession, order string) {
	t.Helper()
	order, _ = w.checkout(t, nil).Body["order_id"].(string)
	session, err := w.merchant.CreateSession(t.Context(), client.NewSession{PaymentSessionURL: w.URL + "/checkout/v3/orders/" + order})
	if err != nil {
		t.Fatal(err)
	}
	return session, order
}

// Whatever delivery is chosen, however often and in whichever order, the
// amount that is approved is the one on the button that was pressed last.
func TestTheButtonNamesWhatIsApproved(t *testing.T) {
	t.Parallel()
	w := start(t)
	withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
		for _, choices := range []string{"", "home", "shop", "home shop", "shop home", "home shop home"} {
			t.Run("chosen "+choices, func(t *testing.T) {
				session, order := w.shipped(t)
				tab := w.browser.Tab(t, scripts)
				tab.Open(session.RedirectURL)
				tab.Fill("alice@example.com")
				want := "22500"
				for choice := range strings.FieldsSeq(choices) {
					tab.Choose("delivery-" + choice)
					want = map[string]string{"home": "27400", "shop": "22500"}[choice]
					if scripts {
						harness.Eventually(t, time.Minute, "the button names the total", func() bool { return amountOn(tab, "pay") == want })
						if got := notDigits.ReplaceAllString(tab.Text(".amount"), ""); got != want {
							t.Errorf("the page says %s, the button %s", got, want)
						}
					}
				}
				if !scripts {
					if got := amountOn(tab, "pay"); got != "" {
						t.Errorf("before the total is known the button names %s", got)
					}
					tab.Click("pay")
				}
				pressed := amountOn(tab, "pay")
				tab.Click("pay")
				if got := amountOn(tab, "challenge-submit"); got != pressed {
					t.Errorf("the code approves %s, the button said %s", got, pressed)
				}
				tab.Type("otp", "123456")
				tab.Click("challenge-submit")
				tab.Outcome("completed")
				read := w.merchant.Must(t, http.StatusOK, "GET", "/ordermanagement/v1/orders/"+order, nil)
				if got, _ := read.Body["order_amount"].(float64); pressed != want || int(got) != map[string]int{"27400": 27400, "22500": 22500}[pressed] {
					t.Errorf("approved %v, the button said %s, want %s", read.Body["order_amount"], pressed, want)
				}
			})
		}
	})
}

// followed is how long after a choice of delivery the button names its total, in
// milliseconds.
const followed = `new Promise((done) => {
	const pay = document.querySelector('[data-testid=pay]')
	new MutationObserver(() => /27400/.test(pay.textContent.replace(/\D/g, '')) && done(performance.now() - start)).observe(pay, {childList: true})
	const start = performance.now()
	document.querySelector('[data-testid=delivery-home]').click()
})`

// The button and what the methods say follow a choice before anybody could press.
func TestTheButtonFollowsAtOnce(t *testing.T) {
	w := start(t)
	session, _ := w.shipped(t)
	tab := w.browser.Tab(t, true)
	tab.Open(session.RedirectURL)
	split := `.method:has([value=pay_over_time]) .hint`
	if got := notDigits.ReplaceAllString(tab.Text(split), ""); got != "37500" {
		t.Errorf("225 kr in three parts: %q", got)
	}
	if took := harness.Ask[float64](tab, followed); took > 500 {
		t.Errorf("the button follows after %.0f ms", took)
	}
	if got := notDigits.ReplaceAllString(tab.Text(split), ""); got != "39134" {
		t.Errorf("274 kr in three parts: %q", got)
	}
}

// Enter in any field pays, or goes to the first error.
func TestEnterInACheckoutForm(t *testing.T) {
	t.Parallel()
	w := start(t)
	session, _ := w.shipped(t)
	tab := w.browser.Tab(t, true)
	tab.Open(session.RedirectURL)
	tab.Type("email", "not an address")
	tab.Enter()
	tab.Visible(`.errors a[href="#email"]`)
	tab.Fill("alice@example.com")
	if got := amountOn(tab, "pay"); got != "22500" {
		t.Errorf("the button names %q", got)
	}
	tab.Press("#city")
	tab.Enter()
	tab.See("challenge-submit")
}
