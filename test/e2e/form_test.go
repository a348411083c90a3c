package e2e

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// focused is what has the focus: its name, else its test id, else what it is.
const focused = `(e => e.name || e.dataset.testid || e.className || e.parentElement.className || e.tagName)(document.activeElement)`

// holdsFocus waits until the focus is somewhere: browsers set it once they have
// drawn the page.
func holdsFocus(t *testing.T, tab *harness.Tab, want string) {
	t.Helper()
	harness.Eventually(t, time.Minute, "the focus is on "+want, func() bool { return harness.Ask[string](tab, focused) == want })
}

// An unknown payer comes from the address bar to the button by ten stops at
// most, in the order of the page.
func TestTenStopsToTheButton(t *testing.T) {
	t.Parallel()
	w := start(t)
	tab := w.browser.Tab(t, true)
	tab.Size(1280, 800)
	tab.Open(w.session(t, nil).RedirectURL)
	tab.See("pay")
	var stops []string
	for len(stops) < 20 && (len(stops) == 0 || stops[len(stops)-1] != "pay") {
		tab.PressTab()
		stops = append(stops, harness.Ask[string](tab, focused))
	}
	want := "payment_method_category email given_name family_name street_address postal_code city more pay"
	if got := strings.Join(stops, " "); len(stops) > 10 || !strings.HasSuffix(got, want) {
		t.Errorf("%d stops: %s", len(stops), got)
	}
}

// Enter in any field of any form pays, or goes to what has to be corrected.
func TestEnterPaysOrGoesToTheErrors(t *testing.T) {
	t.Parallel()
	w := start(t)
	withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
		for _, field := range []string{"email", "street_address", "city", "phone"} {
			tab := w.browser.Tab(t, scripts)
			tab.Open(w.session(t, nil).RedirectURL)
			tab.Type(field, "x")
			tab.Keys("\r")
			tab.Visible(`.errors a[href="#given_name"]`)
			holdsFocus(t, tab, "errors")
			tab.Fill("alice@example.com")
			tab.Type(field, harness.Details("alice@example.com")[field])
			tab.Keys("\r")
			tab.See("challenge-submit")
		}
	})
}

// A payer of whom the shop knows all pays without a field, and can change what
// is wrong.
func TestKnownPayerChanges(t *testing.T) {
	t.Parallel()
	w := start(t)
	withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
		purchase := harness.Purchase()
		d := harness.Details("alice@example.com")
		purchase.Billing = &client.Address{
			Email: d["email"], GivenName: d["given_name"], FamilyName: d["family_name"], Phone: d["phone"],
			Street: d["street_address"], PostalCode: d["postal_code"], City: d["city"], Country: "SE",
		}
		payment, err := w.merchant.CreatePayment(t.Context(), purchase)
		if err != nil {
			t.Fatal(err)
		}
		made, err := w.merchant.CreateSession(t.Context(), client.NewSession{
			PaymentSessionURL: w.merchant.PaymentURL(payment.SessionID), Options: &client.SessionOptions{PlaceOrderMode: client.ModePlaceOrder},
		})
		if err != nil {
			t.Fatal(err)
		}
		tab := w.browser.Tab(t, scripts)
		tab.Open(made.RedirectURL)
		if got := tab.Text(".known > summary"); !strings.Contains(got, "Alice Test") || !strings.Contains(got, d["street_address"]) {
			t.Errorf("the row says %q", got)
		}
		if harness.Ask[bool](tab, "document.querySelector('#email').checkVisibility()") {
			t.Error("a field shows")
		}
		tab.Press(".known > summary")
		tab.Type("city", "")
		tab.Click("pay")
		tab.Visible("#city-error") // the row has opened by itself
		tab.Type("city", "Solna")
		tab.Click("pay")
		tab.See("challenge-submit")
		tab.Type("otp", "123456")
		tab.Click("challenge-submit")
		tab.Outcome("completed")
		read, err := w.merchant.ReadSession(t.Context(), made.SessionID)
		if err != nil {
			t.Fatal(err)
		}
		order := w.merchant.Must(t, http.StatusOK, "GET", "/ordermanagement/v1/orders/"+read.OrderID, nil)
		if address, _ := order.Body["billing_address"].(map[string]any); address["city"] != "Solna" || address["given_name"] != "Alice" {
			t.Errorf("the order says %v", address)
		}
	})
}

// The page of the one-time code says where it went, has the focus in its only
// field, takes a code as it is pasted, and spends no attempt on half of one.
func TestCodePage(t *testing.T) {
	t.Parallel()
	w := start(t)
	withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
		for _, pasted := range []string{"G-123456", "Your code is 123456", "１２３ ４５６", "١٢٣٤٥٦"} {
			tab := w.browser.Tab(t, scripts)
			tab.Open(w.session(t, nil).RedirectURL)
			tab.Fill("alice@example.com")
			tab.Click("pay")
			tab.See("challenge-submit")
			if hint := tab.Text("#otp-hint"); !strings.Contains(hint, "•••615") {
				t.Errorf("the page says %q", hint)
			}
			for _, half := range []string{"123", "12345", "1234567", ""} {
				holdsFocus(t, tab, "otp")
				tab.Type("otp", half)
				tab.Run("document.body.dataset.old = 1")
				tab.Choose("challenge-submit")
				tab.Text("body:not([data-old]) #otp-error")
			}
			tab.Type("otp", pasted)
			tab.Click("challenge-submit")
			tab.Arrive(w.shop.URL + "/success")
		}
	})
}

// The third wrong code ends the attempt, and the page says exactly that.
func TestThreeWrongCodes(t *testing.T) {
	t.Parallel()
	w := start(t)
	withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
		tab := w.browser.Tab(t, scripts)
		tab.Open(w.session(t, nil).RedirectURL)
		tab.Fill("alice@example.com")
		tab.Click("pay")
		for range 2 {
			tab.Type("otp", "999999")
			tab.Click("challenge-submit")
			if got := tab.Text("#otp-error"); !strings.Contains(got, "not right") {
				t.Errorf("after a wrong code the page says %q", got)
			}
		}
		tab.Type("otp", "999999")
		tab.Click("challenge-submit")
		tab.Outcome("failed")
		if got := tab.Text("main"); !strings.Contains(got, "wrong three times") {
			t.Errorf("the page says %q", got)
		}
	})
}
