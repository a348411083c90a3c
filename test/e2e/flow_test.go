package e2e

import (
	"slices"
	"testing"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

func TestMain(m *testing.M) { harness.Main(m) }

// world is a running server with a merchant, its shop and a browser.
type world struct {
	*harness.Server
	merchant *harness.Merchant
	shop     *harness.Receiver
	browser  *harness.Browser
	front    string // the origin of a proxy that payers come by; empty: none
}

func start(t *testing.T, env ...string) *world {
	t.Helper()
	server := harness.Start(t, env...)
	merchant := server.Merchant("Lamps & Co")
	return &world{server, merchant, harness.NewReceiver(t, merchant), harness.NewBrowser(t), ""}
}

// session makes a page with addresses of the shop for everything.
func (w *world) session(t *testing.T, change func(*client.NewSession)) client.CreatedSession {
	t.Helper()
	return w.merchant.Session(t, func(n *client.NewSession) {
		n.MerchantURLs = client.MerchantURLs{
			Success:      w.shop.URL + "/success?sid={{session_id}}&token={{authorization_token}}&order={{order_id}}",
			Failure:      w.shop.URL + "/failure?sid={{session_id}}",
			Back:         w.shop.URL + "/back?sid={{session_id}}",
			StatusUpdate: w.shop.URL + "/callback",
		}
		n.Options = &client.SessionOptions{}
		if change != nil {
			change(n)
		}
	})
}

// withAndWithoutScripts runs a check with scripts on and off.
func withAndWithoutScripts(t *testing.T, check func(t *testing.T, scripts bool)) {
	for name, scripts := range map[string]bool{"scripts on": true, "scripts off": false} {
		t.Run(name, func(t *testing.T) { check(t, scripts) })
	}
}

func TestThreeModes(t *testing.T) {
	t.Parallel()
	w := start(t)
	for _, mode := range []client.Mode{client.ModeNone, client.ModePlaceOrder, client.ModeCaptureOrder} {
		t.Run(string(mode), func(t *testing.T) {
			withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
				made := w.session(t, func(n *client.NewSession) { n.Options.PlaceOrderMode = mode })
				tab := w.browser.Tab(t, scripts)
				tab.Open(made.RedirectURL)
				tab.Pay("alice@example.com")
				arrived := tab.Arrive(w.shop.URL + "/success").Query()
				w.shop.Expect(t, made.SessionID, "IN_PROGRESS", "COMPLETED")
				session, err := w.merchant.ReadSession(t.Context(), made.SessionID)
				if err != nil || session.Status != client.Completed {
					t.Fatalf("session %s, %v", session.Status, err)
				}
				if arrived.Get("sid") != made.SessionID || arrived.Get("token") != session.AuthorizationToken || arrived.Get("order") != session.OrderID {
					t.Errorf("the success address says %v, the session %+v", arrived, session)
				}
				checkMode(t, w, mode, session)
				checkTab(t, w, tab)
			})
		})
	}
}

func checkMode(t *testing.T, w *world, mode client.Mode, session client.Session) {
	t.Helper()
	if mode == client.ModeNone {
		if session.AuthorizationToken == "" || session.OrderID != "" {
			t.Fatalf("token %q, order %q", session.AuthorizationToken, session.OrderID)
		}
		placed, err := w.merchant.PlaceOrder(t.Context(), session.AuthorizationToken, harness.Purchase())
		if err != nil {
			t.Fatalf("the token places no order: %v", err)
		}
		session.OrderID = placed.OrderID
	} else if session.AuthorizationToken != "" || session.Reference == "" {
		t.Errorf("token %q, reference %q", session.AuthorizationToken, session.Reference)
	}
	order, err := w.merchant.ReadOrder(t.Context(), session.OrderID)
	if err != nil {
		t.Fatal(err)
	}
	want := map[client.Mode]int64{client.ModeCaptureOrder: 23750}[mode]
	if order.Amount != 23750 || order.Captured != want {
		t.Errorf("order of %d, captured %d, want %d captured", order.Amount, order.Captured, want)
	}
}

// checkTab holds what is true of every visit: nobody else is asked for
// anything, and the page's own policy is never in its way.
func checkTab(t *testing.T, w *world, tab *harness.Tab) {
	t.Helper()
	for origin := range tab.Origins() {
		if origin != w.URL && origin != w.shop.URL && origin != w.front {
			t.Errorf("the window asked %s", origin)
		}
	}
	if faults := tab.Faults(); len(faults) != 0 {
		t.Errorf("the window complains: %q", faults)
	}
}

func TestDeclinedThenRetried(t *testing.T) {
	t.Parallel()
	w := start(t)
	withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
		made := w.session(t, nil)
		tab := w.browser.Tab(t, scripts)
		tab.Open(made.RedirectURL)
		tab.Pay("alice+denied@example.com")
		tab.Outcome("failed")
		tab.Click("retry")
		tab.See("pay")
		if got := tab.Value("given_name"); got != "Alice" {
			t.Errorf("what was typed is gone: %q", got)
		}
		tab.Type("email", "alice@example.com")
		tab.Click("pay")
		tab.See("challenge-submit")
		tab.Type("otp", "999999")
		tab.Click("challenge-submit")
		tab.See("challenge-submit")
		tab.Type("otp", "123456")
		tab.Click("challenge-submit")
		tab.Arrive(w.shop.URL + "/success")
		w.shop.Expect(t, made.SessionID, "IN_PROGRESS", "FAILED", "IN_PROGRESS", "COMPLETED")
		checkTab(t, w, tab)
	})
}

func TestDeclinedForGood(t *testing.T) {
	t.Parallel()
	w := start(t)
	withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
		made := w.session(t, nil)
		tab := w.browser.Tab(t, scripts)
		tab.Open(made.RedirectURL)
		tab.Pay("alice+reject_reason_under_age@example.com")
		tab.Outcome("failed")
		tab.Click("continue")
		tab.Arrive(w.shop.URL + "/failure?sid=" + made.SessionID)
		w.shop.Expect(t, made.SessionID, "IN_PROGRESS", "FAILED")
	})
}

func TestBackKeepsTheLink(t *testing.T) {
	t.Parallel()
	w := start(t)
	withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
		made := w.session(t, nil)
		tab := w.browser.Tab(t, scripts)
		tab.Open(made.RedirectURL)
		tab.Click("back")
		tab.Arrive(w.shop.URL + "/back?sid=" + made.SessionID)
		w.shop.Expect(t, made.SessionID, "IN_PROGRESS", "BACK")
		tab.Open(made.RedirectURL)
		tab.Pay("alice@example.com")
		tab.Arrive(w.shop.URL + "/success")
		w.shop.Expect(t, made.SessionID, "IN_PROGRESS", "BACK", "IN_PROGRESS", "COMPLETED")
		checkTab(t, w, tab)
	})
}

func TestCancelAsksOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
		made := w.session(t, func(n *client.NewSession) { n.MerchantURLs.Back = "" })
		tab := w.browser.Tab(t, scripts)
		tab.Open(made.RedirectURL)
		tab.Click("cancel")
		tab.Click("cancel-keep")
		tab.See("pay")
		tab.Click("cancel")
		tab.Click("cancel-confirm")
		tab.Outcome("cancelled")
		tab.Open(made.RedirectURL)
		tab.Outcome("cancelled")
		w.shop.Expect(t, made.SessionID, "IN_PROGRESS", "CANCELLED")
		checkTab(t, w, tab)
	})
}

func TestDisabledWhileOpen(t *testing.T) {
	w := start(t)
	withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
		made := w.session(t, nil)
		tab := w.browser.Tab(t, scripts)
		tab.Open(made.RedirectURL)
		tab.See("pay")
		if err := w.merchant.DisableSession(t.Context(), made.SessionID); err != nil {
			t.Fatal(err)
		}
		expectOutcome(t, tab, scripts, "disabled")
		statuses := w.shop.Statuses(made.SessionID)
		if slices.Contains(statuses, "COMPLETED") {
			t.Errorf("told %v", statuses)
		}
	})
}

// The page ends by itself, in the shop's words or its own.
func TestHostedResult(t *testing.T) {
	t.Parallel()
	w := start(t)
	withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
		made := w.merchant.Session(t, nil)
		tab := w.browser.Tab(t, scripts)
		tab.Open(made.RedirectURL)
		tab.Pay("alice@example.com")
		tab.Outcome("completed")
		tab.Open(made.RedirectURL)
		tab.Outcome("completed")
		tab.Open(w.URL + "/eu/hpp/payments/" + "AAAAAAAAAAAAAAAAAAAAAA")
		tab.Outcome("not-found")
	})
}
