package harness

import (
	"testing"

	"github.com/openhpp/openhpp/client"
)

// Purchase is a Swedish cart: a lamp with a discount, postage and 25 % tax,
// 237.50 kr in all.
func Purchase() client.Purchase {
	return client.Purchase{
		Country: "SE", Currency: "SEK", Locale: "en-SE", Amount: 23750, TaxAmount: 4750,
		Lines: []client.OrderLine{
			{Type: client.LinePhysical, Name: "Lamp", Reference: "L-1", Quantity: 2, UnitPrice: 12500, Discount: 2500, TaxRate: 2500, Total: 22500, TotalTax: 4500},
			{Type: client.LineShippingFee, Name: "Post", Quantity: 1, UnitPrice: 2500, TaxRate: 2500, Total: 2500, TotalTax: 500},
			{Type: client.LineDiscount, Name: "Club", Quantity: 1, UnitPrice: -1250, TaxRate: 2500, Total: -1250, TotalTax: -250},
		},
	}
}

// Session makes a payment session for Purchase and a page on it.
func (m *Merchant) Session(t *testing.T, change func(*client.NewSession)) client.CreatedSession {
	t.Helper()
	payment, err := m.CreatePayment(t.Context(), Purchase())
	if err != nil {
		t.Fatal(err)
	}
	n := client.NewSession{PaymentSessionURL: m.PaymentURL(payment.SessionID)}
	if change != nil {
		change(&n)
	}
	session, err := m.CreateSession(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	return session
}
