package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// backToTruth is how soon the page says what is true once the connection is back.
const backToTruth = 2 * time.Second

// fault is something that networks do to a form, and undo again.
type fault struct {
	name string
	set  func(r *lossyProxy, tab *harness.Tab, on bool)
	says string // what the page says meanwhile, beside its button; empty: nothing, the answer is only late
}

var faults = []fault{
	{"delay", func(r *lossyProxy, _ *harness.Tab, on bool) { r.delay.Store(on) }, ""},
	{"reset", func(r *lossyProxy, _ *harness.Tab, on bool) { r.shut.Store(on) }, "checking"},
	{"lost answer", func(r *lossyProxy, _ *harness.Tab, on bool) { r.lose.Store(on) }, "checking"},
	{"502", func(r *lossyProxy, _ *harness.Tab, on bool) { r.gateway.Store(on) }, "checking"},
	{"offline", func(r *lossyProxy, tab *harness.Tab, on bool) {
		r.shut.Store(on)
		tab.Offline(on)
	}, "offline"},
}

// step is one press that a network can break.
type step struct {
	name string
	// reach opens the page and goes to where the press is.
	reach func(tab *harness.Tab, address string)
	press func(tab *harness.Tab)
	// kept reports that what was typed is still there before the press is answered.
	kept func(tab *harness.Tab) bool
	done func(tab *harness.Tab) bool // the press has done what it should
	back bool                        // the shop has an address to go back to
}

func fill(email string) func(*harness.Tab, string) {
	return func(tab *harness.Tab, address string) {
		tab.Open(address)
		tab.Fill(email)
	}
}

func choose(testid string) func(*harness.Tab) {
	return func(tab *harness.Tab) { tab.Choose(testid) }
}

func holds(name, value string) func(*harness.Tab) bool {
	return func(tab *harness.Tab) bool { return tab.Value(name) == value }
}

func whatever(*harness.Tab) bool { return true }

func shows(selector string) func(*harness.Tab) bool {
	return func(tab *harness.Tab) bool {
		shown, _ := harness.TryAsk[bool](tab, "!!document.querySelector('"+selector+"')")
		return shown
	}
}

var pressed = []step{
	{"pay", fill("alice@example.com"), choose("pay"), holds("family_name", "Test"), shows("[data-testid=challenge-submit]"), false},
	{"code", func(tab *harness.Tab, address string) {
		fill("alice@example.com")(tab, address)
		tab.Click("pay")
		tab.See("challenge-submit")
		tab.Type("otp", "123456")
	}, choose("challenge-submit"), holds("otp", "123456"), shows("[data-outcome=completed]"), false},
	{"retry", func(tab *harness.Tab, address string) {
		fill("alice+denied@example.com")(tab, address)
		tab.Click("pay")
		tab.See("challenge-submit")
		tab.Type("otp", "123456")
		tab.Click("challenge-submit")
		tab.Outcome("failed")
	}, choose("retry"), whatever, shows("[name=family_name][value=Test]"), false},
	{"language", fill("alice@example.com"), func(tab *harness.Tab) {
		tab.Run(`document.querySelector('.languages').open = true`)
		tab.Press(".languages button[value=de]")
	}, holds("family_name", "Test"), shows("html[lang^=de] [name=family_name][value=Test]"), false},
	{"cancel", func(tab *harness.Tab, address string) {
		tab.Open(address)
		tab.Click("cancel")
		tab.See("cancel-confirm")
	}, choose("cancel-confirm"), whatever, shows("[data-outcome=cancelled]"), false},
	{"back", fill("alice@example.com"), choose("back"), holds("family_name", "Test"), func(tab *harness.Tab) bool {
		arrived, _ := harness.TryAsk[bool](tab, "location.pathname == '/basket'")
		return arrived
	}, true},
	{"receipt", func(tab *harness.Tab, address string) {
		tab.Open(address)
		tab.Pay("alice@example.com")
		tab.Outcome("completed")
		tab.Type("email", "alice@mailbox.example")
	}, choose("receipt-send"), holds("email", "alice@mailbox.example"), shows(".receipt [role=status]"), false},
	{"ask to cancel", fill("alice@example.com"), choose("cancel"), holds("family_name", "Test"), shows("[data-testid=cancel-confirm]"), false},
}

// Whatever a network does to a press, the payer never sees the browser's own
// error page, loses nothing typed, pays once, and reads what is true at once
// when the connection is back.
func TestNothingIsLostOnABadNetwork(t *testing.T) {
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			r, w := newLossyProxy(t)
			for _, s := range pressed {
				t.Run(s.name, func(t *testing.T) { w.breakOn(t, r, f, s) })
			}
		})
	}
}

func (w *world) breakOn(t *testing.T, r *lossyProxy, f fault, s step) {
	t.Helper()
	made := w.merchant.Session(t, func(n *client.NewSession) {
		n.MerchantURLs = client.MerchantURLs{StatusUpdate: w.shop.URL + "/callback"}
		if s.back {
			n.MerchantURLs.Back = w.shop.URL + "/basket"
		}
	})
	tab := w.browser.Tab(t, true)
	s.reach(tab, made.RedirectURL)
	f.set(r, tab, true)
	s.press(tab)
	if f.says != "" {
		harness.Eventually(t, time.Minute, "the page says what is wrong", func() bool {
			said := connectionNotice(tab) // a link that is not followed is told as being offline
			return strings.Contains(said, f.says) || strings.Contains(said, "offline") || s.done(tab)
		})
		if !s.done(tab) && !s.kept(tab) {
			t.Error("what was typed is gone")
		}
	}
	if f.says == "" {
		harness.Eventually(t, time.Minute, "the answer comes", func() bool { return s.done(tab) })
	}
	f.set(r, tab, false)
	back := time.Now()
	harness.Eventually(t, time.Minute, "the page says what is true", func() bool {
		said := connectionNotice(tab)
		return s.done(tab) || f.says != "" && said != "" && !strings.Contains(said, "checking")
	})
	took := time.Since(back)
	t.Logf("what is true shows after %s", took)
	if f.says != "" && took > backToTruth {
		t.Errorf("that is more than %s", backToTruth)
	}
	if !s.done(tab) {
		s.press(tab)
		harness.Eventually(t, time.Minute, "the press does what it should", func() bool { return s.done(tab) })
	}
	if dead := tab.DeadEnds(); len(dead) != 0 {
		t.Errorf("the browser showed its own page: %v", dead)
	}
	w.paidOnce(t, tab, made, s)
}

// paidOnce goes on from a step to the end and checks what the shop heard.
func (w *world) paidOnce(t *testing.T, tab *harness.Tab, made client.CreatedSession, s step) {
	t.Helper()
	switch s.name {
	case "pay":
		tab.Type("otp", "123456")
		tab.Click("challenge-submit")
		tab.Outcome("completed")
		w.shop.Expect(t, made.SessionID, "IN_PROGRESS", "COMPLETED")
	case "code":
		w.shop.Expect(t, made.SessionID, "IN_PROGRESS", "COMPLETED")
	case "retry":
		w.shop.Expect(t, made.SessionID, "IN_PROGRESS", "FAILED", "IN_PROGRESS")
	case "receipt":
		if all, err := w.merchant.Distributions(t.Context(), made.SessionID); err != nil || len(all) != 1 {
			t.Errorf("%d receipts, %v", len(all), err)
		}
	case "cancel":
		w.shop.Expect(t, made.SessionID, "IN_PROGRESS", "CANCELLED")
	}
}
