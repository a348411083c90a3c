package e2e

import (
	"testing"

	"github.com/openhpp/openhpp/test/harness"
)

// A tester pays by three presses and types nothing, in whatever market, and so
// gets every other result that can be chosen.
func TestATestPaymentTakesThreePresses(t *testing.T) {
	t.Parallel()
	w := start(t)
	withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
		made := w.merchant.Session(t, nil)
		tab := w.browser.Tab(t, scripts)
		tab.Open(made.RedirectURL)
		tab.See("pay")
		for _, press := range []string{"test-approved", "pay", "challenge-submit"} {
			tab.Click(press)
		}
		tab.Outcome("completed")
		checkTab(t, w, tab)
	})
	for scenario, outcome := range map[string]string{"declined": "failed", "pending": "completed"} {
		t.Run(scenario, func(t *testing.T) {
			tab := w.fillsIn(t, scenario)
			tab.Click("challenge-submit")
			tab.Outcome(outcome)
		})
	}
	t.Run("wrong code", func(t *testing.T) {
		tab := w.fillsIn(t, "wrong_code")
		for range 2 {
			tab.Click("challenge-submit")
			tab.See("challenge-submit")
			if got := tab.Value("otp"); got != "999999" {
				t.Errorf("the code is %q", got)
			}
		}
		tab.Click("challenge-submit")
		tab.Outcome("failed")
	})
	t.Run("silent", func(t *testing.T) {
		tab := w.fillsIn(t, "silent")
		tab.Outcome("checking")
		tab.Outcome("completed")
	})
}

// fillsIn opens a page, has another scenario than the usual one filled in and
// pays.
func (w *world) fillsIn(t *testing.T, scenario string) *harness.Tab {
	t.Helper()
	made := w.merchant.Session(t, nil)
	tab := w.browser.Tab(t, true)
	tab.Open(made.RedirectURL)
	tab.See("pay")
	tab.Press(".test summary")
	tab.Click("test-" + scenario)
	tab.Click("pay")
	return tab
}
