package e2e

import (
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// learnt is how long an open page may take to show what happened elsewhere: a
// second to learn of it, and the loading.
const learnt = 1500 * time.Millisecond

// expectOutcome waits for the outcome to show: by itself with scripts, else at the
// next press.
func expectOutcome(t *testing.T, tab *harness.Tab, scripts bool, outcome string) {
	t.Helper()
	if !scripts {
		tab.Click("pay")
		tab.Outcome(outcome)
		return
	}
	started := time.Now()
	tab.Outcome(outcome)
	took := time.Since(started)
	t.Logf("%s is shown after %s", outcome, took.Round(time.Millisecond))
	if took > learnt {
		t.Errorf("the open page shows %s only after %s", outcome, took)
	}
}

// A desk mirrors what happens on the phone, step by step.
func TestAnOpenPageFollowsAnother(t *testing.T) {
	w := start(t)
	made := w.merchant.Session(t, nil)
	desk, phone := w.browser.Tab(t, true), w.browser.Tab(t, true)
	desk.Open(made.RedirectURL)
	desk.See("pay")
	phone.Open(made.RedirectURL)
	phone.Fill("alice@example.com")
	phone.Click("pay")
	phone.See("challenge-submit")
	desk.See("challenge-submit")
	phone.Type("otp", "123456")
	phone.Click("challenge-submit")
	phone.Outcome("completed")
	expectOutcome(t, desk, true, "completed")
	checkTab(t, w, desk)
}

func TestAnOpenPageLearnsOfACancellation(t *testing.T) {
	w := start(t)
	made := w.merchant.Session(t, func(n *client.NewSession) { n.MerchantURLs = client.MerchantURLs{} })
	desk, phone := w.browser.Tab(t, true), w.browser.Tab(t, true)
	desk.Open(made.RedirectURL)
	desk.See("pay")
	phone.Open(made.RedirectURL)
	phone.Click("cancel")
	phone.Click("cancel-confirm")
	phone.Outcome("cancelled")
	expectOutcome(t, desk, true, "cancelled")
}

// Without a connection the page says so and keeps what was typed.
func TestOffline(t *testing.T) {
	t.Parallel()
	w := start(t)
	tab := w.browser.Tab(t, true)
	tab.Open(w.merchant.Session(t, nil).RedirectURL)
	tab.Type("given_name", "Alice")
	tab.Offline(true)
	tab.Visible("#offline")
	tab.Offline(false)
	tab.Hidden("#offline")
	if got := tab.Value("given_name"); got != "Alice" {
		t.Errorf("what was typed is gone: %q", got)
	}
}

// The whole purchase, with a decline and a wrong code, by keyboard alone.
func TestKeyboardAlone(t *testing.T) {
	t.Parallel()
	w := start(t)
	withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
		made := w.session(t, nil)
		tab := w.browser.Tab(t, scripts)
		tab.Open(made.RedirectURL)
		tab.See("pay")
		tab.TabTo(`[name=payment_method_category]`)
		tab.TabTo(`.more > summary`)
		tab.Keys(" ")
		for name, value := range harness.Details("alice+denied@example.com") {
			if name == "country" {
				continue
			}
			tab.TabTo("[name=" + name + "]")
			tab.Keys(value)
		}
		tab.TabTo(`[data-testid=pay]`)
		tab.Enter()
		code(tab, "123456")
		tab.Outcome("failed")
		tab.TabTo(`[data-testid=retry]`)
		tab.Enter()
		tab.See("pay")
		tab.TabTo(`.known > summary`)
		tab.Keys(" ")
		tab.TabTo(`[name=email]`)
		tab.Keys("alice@example.com")
		tab.TabTo(`[data-testid=pay]`)
		tab.Enter()
		code(tab, "999999")
		code(tab, "123456")
		tab.Arrive(w.shop.URL + "/success")
	})
}

// code types a one-time code by keyboard.
func code(tab *harness.Tab, digits string) {
	tab.See("challenge-submit")
	tab.TabTo(`[name=otp]`)
	tab.Keys(digits)
	tab.Enter()
}
