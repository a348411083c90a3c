package e2e

import (
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// The page is open when the session's time runs out: the press of the button
// says so, nothing is charged, and the API forgets the session.
func TestExpiresWhileOpen(t *testing.T) {
	w := start(t)
	withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
		made := w.session(t, nil)
		tab := w.browser.Tab(t, scripts)
		tab.Open(made.RedirectURL)
		tab.See("pay")
		w.Database.EndSession(made.SessionID)
		expectOutcome(t, tab, scripts, "expired")
		_, err := w.merchant.ReadSession(t.Context(), made.SessionID)
		if !client.IsCode(err, "NOT_FOUND") {
			t.Errorf("read after the end: %v", err)
		}
	})
}

// A receiver that refuses, redirects and hangs still gets the whole story, in
// order, each callback until it is taken.
func TestReceiverInTrouble(t *testing.T) {
	t.Parallel()
	w := start(t)
	var calls atomic.Int64
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	w.shop.Refuse = func(rw http.ResponseWriter, r *http.Request) bool {
		switch calls.Add(1) {
		case 1:
			rw.WriteHeader(http.StatusInternalServerError)
		case 2:
			http.Redirect(rw, r, "http://169.254.169.254/", http.StatusFound)
		case 4:
			<-release // the first try of the second callback hangs
		default:
			return false
		}
		return true
	}
	made := w.session(t, nil)
	if page, err := harness.NewPayer().Pay(t.Context(), made.RedirectURL, "alice@example.com"); err != nil || page.Outcome != "completed" {
		t.Fatalf("outcome %q, %v", page.Outcome, err)
	}
	w.shop.Expect(t, made.SessionID, "IN_PROGRESS", "COMPLETED")
	if calls.Load() != 5 {
		t.Errorf("%d calls, want 3 for the first callback and 2 for the second", calls.Load())
	}
}

// A mail scanner that opens the link, scripts and all, changes nothing; the
// first touch does.
func TestOpeningChangesNothing(t *testing.T) {
	t.Parallel()
	w := start(t)
	made := w.session(t, nil)
	tab := w.browser.Tab(t, true)
	for range 5 {
		tab.Open(made.RedirectURL)
		tab.See("pay")
	}
	session, err := w.merchant.ReadSession(t.Context(), made.SessionID)
	if err != nil || session.Status != client.Waiting {
		t.Fatalf("after five visits with scripts: %s, %v", session.Status, err)
	}
	tab.Choose("method-pay_now")
	w.shop.Expect(t, made.SessionID, "IN_PROGRESS")
}
