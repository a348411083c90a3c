package e2e

import (
	"net/http"
	"testing"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// The state of an address follows from its postal code and reaches the order,
// with the second line of the address. Where the code does not decide, the list
// of states opens and asks.
func TestTheStateReachesTheOrder(t *testing.T) {
	t.Parallel()
	w := start(t)
	withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
		for _, live := range []struct{ country, currency, locale, street, postal, city, chosen, want string }{
			{"US", "USD", "en-US", "12 Oak Street", "60601", "Chicago", "", "IL"},
			{"CA", "CAD", "en-CA", "2693 Byron Rd", "v7h1l9", "North Vancouver", "", "BC"},
			{"AU", "AUD", "en-AU", "13 Kilda Road", "4877", "Port Douglas", "", "QLD"},
			{"MX", "MXN", "es-MX", "Avenida Juárez 10", "44100", "Guadalajara", "", "JAL"},
			{"AU", "AUD", "en-AU", "1 Lasseter Highway", "0872", "Yulara", "Northern", "NT"},
		} {
			purchase := harness.Purchase()
			purchase.Country, purchase.Currency, purchase.Locale = live.country, live.currency, live.locale
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
				"street_address": live.street, "street_address2": "Apt 4", "postal_code": live.postal, "city": live.city,
			} {
				tab.Type(field, value)
			}
			tab.Click("pay")
			if live.chosen != "" {
				tab.Visible(`.errors a[href="#region"]`)
				tab.Visible("#region-error")
				tab.Press("#region")
				tab.Keys(live.chosen + "\r")
				tab.Click("pay")
			}
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
				if address["region"] != live.want || address["street_address2"] != "Apt 4" || address["city"] != live.city {
					t.Errorf("%s %s: %v", live.country, name, address)
				}
			}
		}
	})
}
