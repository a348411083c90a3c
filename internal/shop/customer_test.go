package shop

import "testing"

// Every market has a customer of its own country, so that nobody has to type.
func TestEveryMarketHasItsCustomer(t *testing.T) {
	for _, m := range markets {
		p := m.withCustomer(m.cart("LAMP-1"))
		if p.Billing == nil || p.Billing.Country != m.Country || p.Billing.Email != "customer@"+m.Domain {
			t.Errorf("%s: customer %+v", m.ID, p.Billing)
		}
		if m.cart("LAMP-1").Billing != nil {
			t.Errorf("%s: the order would be compared with what the payer may have changed", m.ID)
		}
	}
}
