package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// answered are presses, and what their answer shows. All but the last are
// answered by a page itself, on which what was typed must stand.
var answered = []step{
	{name: "correction", reach: fill("alice@"), press: choose("pay"), kept: holds("email", "alice@"), done: shows(".errors")},
	{name: "language", reach: fill("alice@example.com"), press: func(tab *harness.Tab) {
		tab.Run(`document.querySelector('.languages').open = true`)
		tab.Press(".languages button[value=de]")
	}, kept: holds("email", "alice@example.com"), done: shows("html[lang^=de] [name=family_name]")},
	{name: "country", reach: fill("alice@example.com"), press: func(tab *harness.Tab) { tab.Press(".foot > button") },
		kept: holds("email", "alice@example.com"), done: shows("select[name=country]")},
	{name: "code that cannot be", reach: func(tab *harness.Tab, address string) {
		fill("alice@example.com")(tab, address)
		tab.Click("pay")
		tab.See("challenge-submit")
		tab.Type("otp", "12")
	}, press: choose("challenge-submit"), kept: holds("otp", "12"), done: shows(".errors, [aria-invalid=true]")},
	{name: "pay", reach: fill("alice@example.com"), press: choose("pay"), kept: whatever, done: shows("[data-testid=challenge-submit]")},
}

// A network that breaks the moment a form was answered takes nothing away: what
// was answered shows, or what is true as soon as it can be asked for. The
// browser never shows a page of its own, and there is one authorization.
func TestNothingIsLostOnceAFormIsAnswered(t *testing.T) {
	t.Parallel()
	for _, f := range faults {
		if f.name == "lost answer" {
			continue // then there is none
		}
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			r, w := newLossyProxy(t)
			for _, s := range answered {
				t.Run(s.name, func(t *testing.T) { w.breakAfter(t, r, f, s) })
			}
		})
	}
}

func (w *world) breakAfter(t *testing.T, r *lossyProxy, f fault, s step) {
	t.Helper()
	made := w.merchant.Session(t, func(n *client.NewSession) {
		n.MerchantURLs = client.MerchantURLs{StatusUpdate: w.shop.URL + "/callback"}
	})
	tab := w.browser.Tab(t, true)
	s.reach(tab, made.RedirectURL)
	before := r.posts.Load()
	broken := make(chan struct{})
	r.onAnswer(func() {
		if f.name == "offline" {
			r.shut.Store(true) // the window itself goes offline once it has the answer
		} else {
			f.set(r, tab, true)
		}
		close(broken)
	})
	s.press(tab)
	select {
	case <-broken:
	case <-t.Context().Done():
		t.Fatal("no form was answered")
	}
	if s.name == "pay" && f.says != "" {
		harness.Eventually(t, time.Minute, "the page says that it checks", func() bool { return strings.Contains(connectionNotice(tab), "checking") })
	} else {
		harness.Eventually(t, time.Minute, "the answer shows", func() bool { return s.done(tab) })
	}
	if f.name == "offline" {
		tab.Offline(true)
	}
	if !s.kept(tab) {
		t.Error("what was typed is gone")
	}
	f.set(r, tab, false)
	back := time.Now()
	harness.Eventually(t, time.Minute, "the answer shows", func() bool { return s.done(tab) })
	if took := time.Since(back); took > backToTruth {
		t.Errorf("what is true shows only after %s", took)
	}
	if dead := tab.DeadEnds(); len(dead) != 0 {
		t.Errorf("the browser showed its own page: %v", dead)
	}
	if sent := r.posts.Load() - before; s.name != "language" && s.name != "country" && sent != 1 {
		t.Errorf("one press sent %d forms", sent)
	}
	w.payOn(t, tab, made, s)
}

// payOn goes on from what was answered to the end.
func (w *world) payOn(t *testing.T, tab *harness.Tab, made client.CreatedSession, s step) {
	t.Helper()
	if s.name == "correction" {
		tab.Type("email", "alice@example.com")
	}
	if s.name != "pay" && s.name != "code that cannot be" {
		tab.Click("pay")
		tab.See("challenge-submit")
	}
	tab.Type("otp", "123456")
	tab.Click("challenge-submit")
	tab.Outcome("completed")
	w.shop.Expect(t, made.SessionID, "IN_PROGRESS", "COMPLETED")
	if violations := tab.Violations(); len(violations) != 0 {
		t.Errorf("the page breaks its own policy: %q", violations)
	}
}

// A page that takes another's place comes in, but for those who asked for less motion.
func TestTheNextPageComesIn(t *testing.T) {
	t.Parallel()
	w := start(t)
	for wish, want := range map[string]string{"no-preference": "appear", "reduce": "none"} {
		tab := w.browser.Tab(t, true)
		tab.Media("", "prefers-reduced-motion", wish)
		tab.Open(w.session(t, nil).RedirectURL)
		const motion = `getComputedStyle(document.querySelector('main')).animationName`
		if got := harness.Ask[string](tab, motion); got != "none" {
			t.Errorf("%s: the first page does %s", wish, got)
		}
		tab.Fill("alice@example.com")
		tab.Click("pay")
		tab.See("challenge-submit")
		if got := harness.Ask[string](tab, motion); got != want {
			t.Errorf("%s: the next page does %s, want %s", wish, got, want)
		}
	}
}
