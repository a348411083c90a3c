package e2e

import (
	"fmt"
	"net/http"
	"path"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

const (
	popupSDK = "COMPANY/kp/lib/v1/popup/api.js"
	// holdReport keeps what the script came to from being sent, until sendReport.
	holdReport = `window.really = HTMLFormElement.prototype.submit; HTMLFormElement.prototype.submit = function () { window.held = this }`
	sendReport = `really.call(held)`
	confirmed  = `!!window.held`
)

// approveIn acts in the provider's own window.
func approveIn(window *harness.Tab, email string) {
	window.Visible("#person:not([hidden])")
	window.Run(`document.querySelector('#email_or_phone').value = '` + email + `'; document.querySelector('#onContinue').click()`)
	window.Visible("#code:not([hidden])")
	window.Run(`document.querySelector('#otp_field').value = '123456'; setTimeout(() => document.querySelector('#code').requestSubmit())`)
}

// openWindow presses pay on the step, which opens the provider's window.
func openWindow(tab *harness.Tab) *harness.Tab {
	tab.Visible("#result:not([hidden])")
	return tab.Popup(func() { tab.Choose("pay") })
}

// A payer closes the provider's window, reads that nothing is paid, opens it again
// and pays there.
func TestTheProvidersOwnWindow(t *testing.T) {
	t.Parallel()
	e := startProduction(t, "klarna", popupSDK)
	made := e.session(t, client.ModeCaptureOrder)
	tab := e.begin(t, made, true)
	openWindow(tab).Close()
	tab.Visible("#step-news:not([hidden])")
	harness.Eventually(t, time.Minute, "the step says that nothing is paid", func() bool {
		return harness.Ask[bool](tab, `(e => e.textContent === e.dataset.notPaid)(document.querySelector("#step-news")) && !document.querySelector("#authorize").disabled`)
	})
	window := openWindow(tab)
	if where := harness.Ask[string](window, `location.origin`); where != e.company.URL {
		t.Errorf("the window is at %s", where)
	}
	approveIn(window, "customer@email.se")
	e.checkSold(t, made, client.ModeCaptureOrder, e.arrive(t, tab))
}

// confirm has the payer of a step confirm in its frame, and holds what comes of it.
func confirm(t *testing.T, tab *harness.Tab) {
	t.Helper()
	tab.Run(holdReport)
	approve(tab, "customer@email.se")
	harness.Eventually(t, time.Minute, "the payment is confirmed", func() bool { return harness.Ask[bool](tab, confirmed) })
}

// waitUntilSold waits for the session's order.
func (e *upstreamWorld) waitUntilSold(t *testing.T, made client.CreatedSession) {
	t.Helper()
	harness.Eventually(t, time.Minute, "the session is paid", func() bool {
		session, err := e.merchant.ReadSession(t.Context(), made.SessionID)
		return err == nil && session.Status == client.Completed
	})
}

// byTheTest marks a call that the company's server did not make.
const byTheTest = "by the test"

// callBack brings an authorization as the company's server does.
func (e *upstreamWorld) callBack(t *testing.T, payment, token string) {
	t.Helper()
	read := e.account.Must(t, http.StatusOK, http.MethodGet, payment, nil)
	urls, _ := read.Body["merchant_urls"].(map[string]any)
	address, _ := urls["authorization"].(string)
	body := fmt.Sprintf(`{"authorization_token":%q,"session_id":%q,"merchant_reference1":%q}`, token, path.Base(payment), byTheTest)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusNoContent {
		t.Errorf("the callback is answered %d", response.StatusCode)
	}
}

// heldCalls are those of the company's server for one payment: came tells of each,
// and let lets all through.
type heldCalls struct{ came, let chan struct{} }

// hold keeps the company's calls from the page, which come three times at most.
func hold(t *testing.T, door *harness.Gate, payment string) heldCalls {
	t.Helper()
	calls, over := heldCalls{make(chan struct{}, 10), make(chan struct{})}, t.Context().Done()
	door.Meet(func(p harness.Passage) http.HandlerFunc {
		body := string(p.Body)
		if p.Answered || p.Call != "authorization callback" || !strings.Contains(body, path.Base(payment)) || strings.Contains(body, byTheTest) {
			return nil
		}
		calls.came <- struct{}{}
		select {
		case <-calls.let:
		case <-over:
		}
		return nil
	})
	return calls
}

// The company's server calls before the browser brings the same, after it, twice,
// never, or with a newer authorization: there is one order, and the payer is in the
// shop.
func TestTheCompanyCallsAroundTheBrowser(t *testing.T) {
	t.Parallel()
	e, _, door := startAtGates(t, klarnaSDK, nil)
	for name, act := range map[string]func(*testing.T, *harness.Tab, client.CreatedSession, string, heldCalls){
		"before": func(t *testing.T, tab *harness.Tab, made client.CreatedSession, _ string, calls heldCalls) {
			close(calls.let)
			e.waitUntilSold(t, made)
			tab.Run(sendReport)
		},
		"after": func(t *testing.T, tab *harness.Tab, made client.CreatedSession, _ string, calls heldCalls) {
			<-calls.came
			tab.Run(sendReport)
			e.waitUntilSold(t, made)
			close(calls.let)
		},
		"twice": func(t *testing.T, tab *harness.Tab, made client.CreatedSession, payment string, calls heldCalls) {
			token := harness.Ask[string](tab, `held.elements.authorization_token.value`)
			close(calls.let)
			e.callBack(t, payment, token)
			e.waitUntilSold(t, made)
			e.callBack(t, payment, token)
			tab.Run(sendReport)
		},
		"never": func(_ *testing.T, tab *harness.Tab, _ client.CreatedSession, _ string, calls heldCalls) {
			<-calls.came
			tab.Run(sendReport)
		},
		"with a newer one": func(t *testing.T, tab *harness.Tab, made client.CreatedSession, payment string, _ heldCalls) {
			token := harness.Ask[string](tab, `document.querySelector("#provider").dataset.token`)
			newer, err := harness.NewPayer().Authorize(t.Context(), e.company.URL, token, "another window of "+made.SessionID, "customer@email.se")
			if err != nil {
				t.Fatal(err)
			}
			e.callBack(t, payment, newer)
			tab.Run(sendReport)
		},
	} {
		t.Run(name, func(t *testing.T) {
			made, payment := e.sessionOf(t, client.ModePlaceOrder)
			calls := hold(t, door, payment)
			tab := e.begin(t, made, true)
			confirm(t, tab)
			act(t, tab, made, payment, calls)
			arrived := tab.Arrive(e.shop.URL + "/success").Query()
			e.waitUntilSold(t, made)
			e.checkSold(t, made, client.ModePlaceOrder, arrived)
		})
	}
	e.expectNoneHeld(t)
}

// expectNoneHeld holds that the company has as many orders as there are sessions
// that were sold, and that both servers agree with themselves.
func (e *upstreamWorld) expectNoneHeld(t *testing.T) {
	t.Helper()
	sold := e.Database.Count(`SELECT count(*) FROM sessions WHERE status = 'COMPLETED'`)
	if orders := e.company.Database.Count(`SELECT count(*) FROM playground_orders`); orders != sold {
		t.Errorf("%d orders for %d sessions", orders, sold)
	}
	for _, server := range []*harness.Server{e.Server, e.company} {
		if out, err := server.Database.Fsck(); err != nil {
			t.Errorf("fsck: %s %v", out, err)
		}
	}
}

// Between the payer's word and the order the answer is lost, the purchase changes, or
// an hour passes.
func TestBetweenTheWindowAndTheOrder(t *testing.T) {
	t.Parallel()
	e, gate, _ := startAtGates(t, popupSDK, []string{"--callback", "off"})
	t.Run("the order's answer is lost", func(t *testing.T) {
		var lost atomic.Bool
		gate.Meet(func(p harness.Passage) http.HandlerFunc {
			if p.Call == "place order" && p.Answered && lost.CompareAndSwap(false, true) {
				return harness.Break
			}
			return nil
		})
		made := e.session(t, client.ModeCaptureOrder)
		tab := e.begin(t, made, true)
		approveIn(openWindow(tab), "customer@email.se")
		tab.Outcome("checking")
		if !lost.Load() {
			t.Error("no answer was lost")
		}
		e.checkSold(t, made, client.ModeCaptureOrder, tab.Arrive(e.shop.URL+"/success").Query())
	})
	t.Run("the purchase changes while the window is open", func(t *testing.T) {
		made, payment := e.sessionOf(t, client.ModePlaceOrder)
		tab := e.begin(t, made, true)
		window := openWindow(tab)
		window.Visible("#person:not([hidden])")
		more := harness.Purchase()
		e.account.Must(t, http.StatusNoContent, http.MethodPost, payment, map[string]any{"order_amount": more.Amount + 100, "order_lines": append(more.Lines, client.OrderLine{Name: "Ribbon", Quantity: 1, UnitPrice: 100, Total: 100})})
		approveIn(window, "customer@email.se")
		tab.See("method-pay_later")
		if text := tab.Text("body"); !strings.Contains(text, "238,50") {
			t.Errorf("the page does not say what it costs now: %.300s", text)
		}
		harness.Eventually(t, time.Minute, "the authorization is given back", func() bool {
			read := e.account.Must(t, http.StatusOK, http.MethodGet, payment, nil)
			return read.Body["authorization_token"] == nil || read.Body["authorization_token"] == ""
		})
		session, err := e.merchant.ReadSession(t.Context(), made.SessionID)
		if err != nil || session.Status != client.InProgress {
			t.Errorf("session %s, %v", session.Status, err)
		}
		tab.Choose("method-pay_later")
		tab.Click("pay")
		approveIn(openWindow(tab), "customer@email.se")
		tab.Arrive(e.shop.URL + "/success")
	})
	t.Run("another tab presses pay", func(t *testing.T) {
		made := e.session(t, client.ModePlaceOrder)
		tab := e.begin(t, made, true)
		tab.Run(holdReport)
		approveIn(openWindow(tab), "customer@email.se")
		harness.Eventually(t, time.Minute, "the payment is confirmed", func() bool { return harness.Ask[bool](tab, confirmed) })
		other := e.browser.Tab(t, true)
		other.Open(made.RedirectURL)
		other.Choose("method-pay_later")
		other.Click("pay") // finds what was confirmed, and begins nothing anew
		e.checkSold(t, made, client.ModePlaceOrder, other.Arrive(e.shop.URL+"/success").Query())
		tab.Run(sendReport)
		e.checkSold(t, made, client.ModePlaceOrder, tab.Arrive(e.shop.URL+"/success").Query())
	})
	t.Run("an hour passes", func(t *testing.T) {
		made, payment := e.sessionOf(t, client.ModePlaceOrder)
		tab := e.begin(t, made, true)
		tab.Run(holdReport)
		approveIn(openWindow(tab), "customer@email.se")
		harness.Eventually(t, time.Minute, "the payment is confirmed", func() bool { return harness.Ask[bool](tab, confirmed) })
		e.company.Database.Change(`UPDATE playground_sessions SET document = json_set(document, '$.authorization.expires_at', '2020-01-01T00:00:00Z') WHERE session_id = '` + path.Base(payment) + `'`)
		tab.Run(sendReport)
		tab.Outcome("error")
		tab.Click("retry")
		tab.Choose("method-pay_later")
		tab.Click("pay")
		approveIn(openWindow(tab), "customer@email.se")
		e.checkSold(t, made, client.ModePlaceOrder, tab.Arrive(e.shop.URL+"/success").Query())
	})
	e.expectNoneHeld(t)
}
