package e2e

import (
	"net/http"
	"testing"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// A payer in the United States is asked for the state, is told when it is
// missing, and the order holds it with the second line of the address.
func TestTheStateReachesTheOrder(t *testing.T) {
	t.Parallel()
	w := start(t)
	withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
		purchase := harness.Purchase()
		purchase.Country, purchase.Currency, purchase.Locale = "US", "USD", "en-US"
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
		for field, value := range map[string]string{
			"email": "alice@example.com", "given_name": "Alice", "family_name": "Test",
			"street_address": "12 Oak Street", "street_address2": "Apt 4", "postal_code": "60601", "city": "Chicago",
		} {
			tab.Type(field, value)
		}
		tab.Click("pay")
		tab.Visible(`.errors a[href="#region"]`)
		tab.Press("#region")
		tab.Keys("Illinois\r")
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
		for _, name := range []string{"billing_address", "shipping_address"} {
			address, _ := order.Body[name].(map[string]any)
			if address["region"] != "IL" || address["street_address2"] != "Apt 4" || address["city"] != "Chicago" {
				t.Errorf("%s: %v", name, address)
			}
		}
	})
}
