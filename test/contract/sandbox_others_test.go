package contract

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// What an outcome is, beyond its status, depends on the session.
func TestOutcomesOfOtherSessions(t *testing.T) {
	a := newActor(t, start(t))
	act := func(t *testing.T, made client.CreatedSession, act client.Act) client.Acted {
		t.Helper()
		acted, err := a.merchant.Act(t.Context(), made.SessionID, act)
		if err != nil {
			t.Fatalf("%s: %v", act.Outcome, err)
		}
		return acted
	}
	refused := func(t *testing.T, made client.CreatedSession, act client.Act, word string) {
		t.Helper()
		_, err := a.merchant.Act(t.Context(), made.SessionID, act)
		if !client.IsCode(err, "NOT_ALLOWED") || !strings.Contains(err.Error(), word) {
			t.Errorf("%s: %v, want %q in it", act.Outcome, err, word)
		}
	}
	t.Run("no way back", func(t *testing.T) {
		made := a.session(t, nil, func(n *client.NewSession) { n.MerchantURLs.Back = "" })
		refused(t, made, client.Act{Outcome: "back"}, "left by cancel")
		if acted := act(t, made, client.Act{Outcome: "cancel"}); acted.Session.Status != client.Cancelled || acted.Page != "cancelled" {
			t.Errorf("%+v", acted)
		}
	})
	t.Run("a way back", func(t *testing.T) {
		refused(t, a.session(t, nil, nil), client.Act{Outcome: "cancel"}, "left by back")
	})
	t.Run("captured by the page", func(t *testing.T) {
		capture := func(n *client.NewSession) { n.Options.PlaceOrderMode = client.ModeCaptureOrder }
		failed := act(t, a.session(t, nil, capture), client.Act{Outcome: "fail", At: "capture"})
		order, err := a.merchant.ReadOrder(t.Context(), failed.OrderID)
		if err != nil || failed.Session.Status != client.Completed || order.Captured != 0 {
			t.Errorf("%+v, %+v, %v", failed, order, err)
		}
		paid := act(t, a.session(t, nil, capture), client.Act{Outcome: "approve"})
		if order, err := a.merchant.ReadOrder(t.Context(), paid.OrderID); err != nil || order.Captured != order.Amount {
			t.Errorf("%+v, %v", order, err)
		}
	})
	t.Run("not captured by the page", func(t *testing.T) {
		refused(t, a.session(t, nil, nil), client.Act{Outcome: "fail", At: "capture"}, "CAPTURE_ORDER")
	})
	t.Run("ordered by the shop", func(t *testing.T) {
		made := a.session(t, nil, func(n *client.NewSession) { n.Options.PlaceOrderMode = client.ModeNone })
		refused(t, made, client.Act{Outcome: "fail"}, "fail")
		if acted := act(t, made, client.Act{Outcome: "approve"}); acted.Session.AuthorizationToken == "" || acted.OrderID != "" {
			t.Errorf("%+v", acted)
		}
	})
	t.Run("other methods after a decline", func(t *testing.T) {
		made := a.session(t, nil, func(n *client.NewSession) {
			n.Options.Categories, n.Options.PaymentFallback = []string{"PAY_LATER"}, true
		})
		if acted := act(t, made, client.Act{Outcome: "decline"}); acted.Session.Status != client.InProgress || acted.Page != "pay" {
			t.Errorf("%+v", acted)
		}
		if acted := act(t, made, client.Act{Outcome: "decline"}); acted.Session.Status != client.Failed {
			t.Errorf("%+v", acted)
		}
	})
	t.Run("a wrong code", func(t *testing.T) {
		made := a.session(t, acts("challenge"), nil)
		for _, page := range []string{"challenge", "challenge", "failed"} {
			if acted := act(t, made, client.Act{Outcome: "code", Value: "999999"}); acted.Page != page {
				t.Errorf("page %s, want %s", acted.Page, page)
			}
		}
	})
	t.Run("declined at last", func(t *testing.T) {
		made := a.session(t, acts("stall"), nil)
		acted := act(t, made, client.Act{Outcome: "resolve", As: "decline", Reason: "under_age"})
		if acted.Session.Status != client.Failed || acted.Redirect != "https://shop.test/failed?s="+made.SessionID {
			t.Errorf("%+v", acted)
		}
	})
	t.Run("a method that is withdrawn", func(t *testing.T) {
		made := a.session(t, nil, nil)
		act(t, made, client.Act{Outcome: "withdraw", Method: "PAY_LATER"})
		if _, err := a.merchant.Act(t.Context(), made.SessionID, client.Act{Outcome: "approve", Method: "PAY_LATER"}); !client.IsCode(err, "BAD_VALUE") {
			t.Errorf("paid by it: %v", err)
		}
	})
	t.Run("declined again and again", func(t *testing.T) {
		made := a.session(t, acts("decline", "decline", "decline", "decline", "decline"), nil)
		if _, err := a.merchant.Act(t.Context(), made.SessionID, client.Act{Outcome: "approve"}); !client.IsCode(err, "TOO_MANY_REQUESTS") {
			t.Errorf("without the wait: %v", err)
		}
	})
}

// A Checkout order's page can be acted on like any other.
func TestActsOnACheckoutOrder(t *testing.T) {
	a := newActor(t, start(t))
	for outcome, want := range map[string]client.Status{
		"approve": client.Completed, "decline": client.Failed, "fail": client.Errored, "stall": client.InProgress,
		"complete_elsewhere": client.Completed, "cancel_elsewhere": client.Cancelled,
	} {
		order := a.checkout().Body["order_id"].(string)
		session, err := a.merchant.CreateSession(t.Context(), client.NewSession{PaymentSessionURL: a.URL + "/checkout/v3/orders/" + order})
		if err != nil {
			t.Fatal(err)
		}
		if acted, err := a.merchant.Act(t.Context(), session.SessionID, client.Act{Outcome: outcome}); err != nil || acted.Session.Status != want {
			t.Errorf("%s: %+v, %v", outcome, acted.Session, err)
		}
		if outcome != "stall" {
			continue
		}
		if acted, err := a.merchant.Act(t.Context(), session.SessionID, client.Act{Outcome: "resolve"}); err != nil || acted.Session.Status != client.Completed {
			t.Errorf("resolved: %+v, %v", acted.Session, err)
		}
	}
}

// A script does its steps up to the first that is refused, and reads all before.
func TestScript(t *testing.T) {
	a := newActor(t, start(t))
	made := a.session(t, nil, nil)
	steps, err := a.merchant.RunScript(t.Context(), made.SessionID, []client.Act{
		{Outcome: "decline"}, {Outcome: "touch"}, {Outcome: "code", Value: "123456"}, {Outcome: "approve"},
	})
	if err != nil || len(steps) != 3 {
		t.Fatalf("%+v, %v", steps, err)
	}
	if steps[0].Acted.Session.Status != client.Failed || steps[1].Acted.Session.Status != client.InProgress {
		t.Errorf("%+v", steps)
	}
	if no := steps[2].Refused; no == nil || no.Status != http.StatusConflict || !slices.Contains(no.Allowed, "approve") {
		t.Errorf("%+v", no)
	}
	bad := a.ask(a.merchant, "POST", "/sandbox/v1/sessions/"+made.SessionID+"/script", `{"steps":[{"outcome":"approve"},{"outcome":"fly"},{"outcme":"x"}]}`)
	if bad.status != http.StatusBadRequest || !strings.Contains(bad.body, "steps[2].outcme") {
		t.Errorf("%d %s", bad.status, bad.body)
	}
	if session, err := a.merchant.ReadSession(t.Context(), made.SessionID); err != nil || session.Status != client.InProgress {
		t.Errorf("%+v, %v", session, err)
	}
	for _, body := range []string{`{"steps":[]}`, `{}`, `{"steps":[` + strings.Repeat(`{"outcome":"touch"},`, 50) + `{"outcome":"touch"}]}`} {
		if got := a.ask(a.merchant, "POST", "/sandbox/v1/sessions/"+made.SessionID+"/script", body); got.status != http.StatusBadRequest {
			t.Errorf("%.40s: %d", body, got.status)
		}
	}
}

// A fraud check ends as the act says, and the merchant's system is told as always.
func TestActsOnOrders(t *testing.T) {
	a := newActor(t, start(t))
	pending := func() string {
		acted, err := a.merchant.Act(t.Context(), a.session(t, nil, nil).SessionID, client.Act{Outcome: "approve_pending", Decide: "never"})
		if err != nil {
			t.Fatal(err)
		}
		return acted.OrderID
	}
	for outcome, want := range map[string]string{"accept": "ACCEPTED", "reject": "REJECTED"} {
		order := pending()
		if acted, err := a.merchant.ActOnOrder(t.Context(), order, outcome); err != nil || acted.FraudStatus != want || acted.Status != "AUTHORIZED" {
			t.Errorf("%s: %+v, %v", outcome, acted, err)
		}
		if read, err := a.merchant.ReadOrder(t.Context(), order); err != nil || read.FraudStatus != want {
			t.Errorf("%s reads %+v, %v", outcome, read, err)
		}
		if _, err := a.merchant.ActOnOrder(t.Context(), order, outcome); !client.IsCode(err, "NOT_ALLOWED") {
			t.Errorf("%s again: %v", outcome, err)
		}
	}
	order := pending()
	if acted, err := a.merchant.ActOnOrder(t.Context(), order, "expire"); err != nil || acted.Status != "EXPIRED" {
		t.Errorf("%+v, %v", acted, err)
	}
	if _, err := a.merchant.ActOnOrder(t.Context(), order, "fly"); !client.IsCode(err, "BAD_VALUE") {
		t.Errorf("an unknown outcome: %v", err)
	}
	soon, err := a.merchant.Act(t.Context(), a.session(t, nil, nil).SessionID, client.Act{Outcome: "approve_pending", Decide: "reject", After: "PT1S"})
	if err != nil {
		t.Fatal(err)
	}
	harness.Eventually(t, time.Minute, "the fraud check ends by itself", func() bool {
		read, err := a.merchant.ReadOrder(t.Context(), soon.OrderID)
		return err == nil && read.FraudStatus == "REJECTED"
	})
}

// A message that the inbox keeps bounces, or is opened, as the act says.
func TestActsOnMessages(t *testing.T) {
	a := newActor(t, start(t))
	send := func() string {
		made := a.session(t, nil, nil)
		if err := a.merchant.Distribute(t.Context(), made.SessionID, client.Distribution{Email: "kim@shop.test"}); err != nil {
			t.Fatal(err)
		}
		var id string
		harness.Eventually(t, time.Minute, "the message is there", func() bool {
			all, err := a.merchant.Distributions(t.Context(), made.SessionID)
			if err != nil || len(all) != 1 || all[0].State != "ACCEPTED" {
				return false
			}
			id = all[0].DistributionID
			return true
		})
		return id
	}
	bounced := send()
	if acted, err := a.merchant.ActOnMessage(t.Context(), bounced, "bounce", "mailbox unavailable"); err != nil || acted.State != "BOUNCED" || acted.Reason != "mailbox unavailable" {
		t.Errorf("%+v, %v", acted, err)
	}
	if _, err := a.merchant.ActOnMessage(t.Context(), bounced, "open", ""); !client.IsCode(err, "NOT_ALLOWED") {
		t.Errorf("opened after it bounced: %v", err)
	}
	if acted, err := a.merchant.ActOnMessage(t.Context(), send(), "open", ""); err != nil || acted.State != "OPENED" {
		t.Errorf("%+v, %v", acted, err)
	}
}

// A customer token is troubled, and is made good again.
func TestActsOnTokens(t *testing.T) {
	a := newActor(t, start(t))
	token := a.customerToken(t)
	charge := func() int {
		return a.ask(a.merchant, "POST", "/customer-token/v1/tokens/"+token+"/order", `{"purchase_currency":"SEK","order_amount":100,"order_tax_amount":0,
			"order_lines":[{"name":"Lamp","quantity":1,"unit_price":100,"tax_rate":0,"total_amount":100,"total_tax_amount":0}],"auto_capture":true}`).status
	}
	for _, step := range []struct {
		outcome string
		charged int
	}{{"suspend", http.StatusForbidden}, {"fail", http.StatusForbidden}, {"revive", http.StatusOK}} {
		acted, err := a.merchant.ActOnToken(t.Context(), token, step.outcome)
		if err != nil || acted.Failing != (step.outcome == "fail") {
			t.Errorf("%s: %+v, %v", step.outcome, acted, err)
		}
		if got := charge(); got != step.charged {
			t.Errorf("%s: a charge answers %d", step.outcome, got)
		}
	}
	if _, err := a.merchant.ActOnToken(t.Context(), token, "revive"); !client.IsCode(err, "NOT_ALLOWED") {
		t.Errorf("revived twice: %v", err)
	}
}

// customerToken is one of a payer who paid by a session for tokens.
func (a *actor) customerToken(t *testing.T) string {
	t.Helper()
	purchase := map[string]any{
		"purchase_country": "SE", "purchase_currency": "SEK", "locale": "en-SE", "order_amount": 0, "order_tax_amount": 0, "intent": "tokenize",
		"order_lines": []any{map[string]any{"name": "Lamps", "quantity": 1, "unit_price": 0, "tax_rate": 0, "total_amount": 0, "total_tax_amount": 0}},
	}
	text, err := json.Marshal(purchase)
	if err != nil {
		t.Fatal(err)
	}
	var payment struct {
		ID string `json:"session_id"`
	}
	made := a.ask(a.merchant, "POST", "/payments/v1/sessions", string(text))
	if err := json.Unmarshal([]byte(made.body), &payment); err != nil || made.status != http.StatusOK {
		t.Fatalf("%d %s", made.status, made.body)
	}
	session, err := a.merchant.CreateSession(t.Context(), client.NewSession{PaymentSessionURL: a.merchant.PaymentURL(payment.ID)})
	if err != nil {
		t.Fatal(err)
	}
	acted, err := a.merchant.Act(t.Context(), session.SessionID, client.Act{Outcome: "approve"})
	if err != nil {
		t.Fatal(err)
	}
	answer := a.ask(a.merchant, "POST", "/payments/v1/authorizations/"+acted.Session.AuthorizationToken+"/customer-token",
		`{"purchase_country":"SE","purchase_currency":"SEK","locale":"en-SE","description":"Lamps","intended_use":"SUBSCRIPTION"}`)
	var token struct {
		ID string `json:"token_id"`
	}
	if err := json.Unmarshal([]byte(answer.body), &token); err != nil || token.ID == "" {
		t.Fatalf("%d %s", answer.status, answer.body)
	}
	return token.ID
}
