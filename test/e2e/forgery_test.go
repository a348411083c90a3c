package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// forgery is a payer's own web page: it sends a form that reads as JSON to the
// merchant's API, for whoever visits it.
const forgery = `<!doctype html><title>A nice page</title>
<form id="f" method="post" enctype="text/plain" action="%s/ordermanagement/v1/orders/%s/refunds">
<input name='{"refunded_amount":100,"x":"' value='"}'></form><script>document.getElementById('f').submit()</script>`

// A payer knows the order's id from the address that the shop was given. Nobody
// refunds it by luring somebody whose browser knows the merchant's password.
func TestAPayerCannotRefundThroughABrowserThatKnowsThePassword(t *testing.T) {
	t.Parallel()
	w := start(t)
	made := w.session(t, func(n *client.NewSession) { n.Options.PlaceOrderMode = client.ModeCaptureOrder })
	payer := harness.NewPayer()
	if page, err := payer.Pay(t.Context(), made.RedirectURL, "alice@example.com"); err != nil || page.Outcome != "completed" {
		t.Fatalf("outcome %q, %v", page.Outcome, err)
	}
	session, err := w.merchant.ReadSession(t.Context(), made.SessionID)
	if err != nil {
		t.Fatal(err)
	}
	asked := make(chan struct{}, 1)
	evil := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		out.Header().Set("Content-Type", "text/html")
		_, _ = fmt.Fprintf(out, forgery, w.URL, session.OrderID)
		if r.URL.Path == "/" {
			asked <- struct{}{}
		}
	}))
	t.Cleanup(evil.Close)
	port := strings.TrimPrefix(evil.URL, "http://127.0.0.1")
	for name, address := range map[string]string{"another site": "http://localhost" + port, "the same site": evil.URL} {
		tab := w.browser.Tab(t, true)
		known, err := url.Parse(made.SessionURL)
		if err != nil {
			t.Fatal(err)
		}
		known.User = url.UserPassword(w.merchant.Username, w.merchant.Password)
		tab.Open(known.String())
		if text := tab.Text("body"); !strings.Contains(text, made.SessionID) {
			t.Fatalf("the browser does not know the password: %s", text)
		}
		tab.Open(address + "/")
		<-asked
		tab.Arrive(w.URL + "/ordermanagement/")
		refunded := func() any {
			return w.merchant.Must(t, http.StatusOK, http.MethodGet, "/ordermanagement/v1/orders/"+session.OrderID, nil).Body["refunded_amount"]
		}
		harness.Eventually(t, time.Minute, "the form is refused, or does its work", func() bool {
			return strings.Contains(harness.Ask[string](tab, `document.body ? document.body.innerText : ''`), "NOT_ALLOWED") || refunded() != 0.0
		})
		if got := refunded(); got != 0.0 {
			t.Errorf("%s: the payer refunded %v", name, got)
		}
	}
}
