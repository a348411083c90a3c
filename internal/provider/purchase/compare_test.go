package purchase_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/provider/purchase"
)

func held() purchase.Purchase {
	return purchase.Purchase{
		PurchaseCountry: "SE", PurchaseCurrency: "SEK", OrderAmount: 300, OrderTaxAmount: 60,
		OrderLines: []purchase.OrderLine{
			{Type: "physical", Name: "Cap", Quantity: 1, UnitPrice: 100, TotalAmount: 100, TaxRate: 2500, TotalTaxAmount: 20},
			{Type: "physical", Name: "Hat", Quantity: 1, UnitPrice: 200, TotalAmount: 200, TaxRate: 2500, TotalTaxAmount: 40},
		},
		BillingAddress: purchase.Address{Email: "Al@example.com", PostalCode: "111 48", Phone: "+46 70 174", City: "Stockholm"},
	}
}

func TestDifferences(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*purchase.Purchase)
		want   string
	}{
		"the same":                    {func(*purchase.Purchase) {}, ""},
		"nothing of the payer":        {func(p *purchase.Purchase) { p.BillingAddress = purchase.Address{} }, ""},
		"a member never given":        {func(p *purchase.Purchase) { p.BillingAddress.GivenName = "Al" }, ""},
		"a whole address never given": {func(p *purchase.Purchase) { p.ShippingAddress = purchase.Address{City: "Umeå"} }, ""},
		"written otherwise": {func(p *purchase.Purchase) {
			p.BillingAddress = purchase.Address{Email: "al@EXAMPLE.com", PostalCode: "11148", Phone: "+4670174", City: " stockholm "}
		}, ""},
		"no tax sent":          {func(p *purchase.Purchase) { p.OrderTaxAmount = 0 }, ""},
		"another postal code":  {func(p *purchase.Purchase) { p.BillingAddress.PostalCode = "11149" }, "billing_address.postal_code"},
		"another city, e-mail": {func(p *purchase.Purchase) { p.BillingAddress.City, p.BillingAddress.Email = "Umeå", "x@example.com" }, "billing_address.email, billing_address.city"},
		"another amount":       {func(p *purchase.Purchase) { p.OrderAmount = 299 }, "order_amount"},
		"another currency":     {func(p *purchase.Purchase) { p.PurchaseCurrency = "EUR" }, "purchase_currency"},
		"a line more": {func(p *purchase.Purchase) { p.OrderLines = append(p.OrderLines, p.OrderLines[0]) },
			"Incorrect number of items in the cart. Expected: 2, Actual: 3"},
		"another order of lines": {func(p *purchase.Purchase) { p.OrderLines[0], p.OrderLines[1] = p.OrderLines[1], p.OrderLines[0] },
			"order_lines[0].name, order_lines[0].unit_price, order_lines[0].total_amount, order_lines[0].total_tax_amount, " +
				"order_lines[1].name, order_lines[1].unit_price, order_lines[1].total_amount, order_lines[1].total_tax_amount"},
		"another quantity":       {func(p *purchase.Purchase) { p.OrderLines[1].Quantity = 2 }, "order_lines[1].quantity"},
		"a reference comes late": {func(p *purchase.Purchase) { p.OrderLines[1].Reference = "H-1" }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			sent := held()
			c.change(&sent)
			fields, _ := purchase.Differences(held(), held().BillingAddress, sent)
			if got := strings.Join(fields, ", "); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestOrdered(t *testing.T) {
	sent := held()
	sent.BillingAddress = purchase.Address{GivenName: "Al"}
	sent.MerchantReference1, sent.AutoCapture = "10042", true
	sent.MerchantUrls = purchase.MerchantURLs{Confirmation: "https://shop.test/c"}
	sent.OrderLines[0].Reference = "C-1"
	base := held()
	base.MerchantReference2 = "kept"
	base.MerchantUrls = purchase.MerchantURLs{Push: "https://shop.test/p"}

	want := held()
	want.OrderLines[0].Reference = "C-1"
	want.BillingAddress.GivenName = "Al"
	want.ShippingAddress = want.BillingAddress
	want.MerchantReference1, want.MerchantReference2, want.AutoCapture = "10042", "kept", true
	want.MerchantUrls = purchase.MerchantURLs{Push: "https://shop.test/p", Confirmation: "https://shop.test/c"}
	if diff := cmp.Diff(want, purchase.Ordered(base, base.BillingAddress, sent)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Whatever a paste or autofill made of an address, it is the same address.
func TestPastedAddressesMatch(t *testing.T) {
	given := purchase.Address{
		GivenName: "Anna-Lena", FamilyName: "O'Brien", Email: "al@example.com", Phone: "070-174 06 15", StreetAddress: "Gatan 2-4",
		PostalCode: "111 48", City: "Umeå", Country: "SE",
	}
	for name, sent := range map[string]purchase.Address{
		"phone": {Phone: "\u202atel:+46 (0)70–174/06 15\u202c"}, "postal code": {PostalCode: "SE-１１１４８"}, "given name": {GivenName: "anna‑lena\u200b"},
		"family name": {FamilyName: "O´Bri\u00aden"}, "typographer's name": {FamilyName: "O’Brien"}, "street": {StreetAddress: "Gatan\u00a02–4"}, "city": {City: "Umea\u030a"},
		"e-mail": {Email: "\ufeffAL@example.com"},
	} {
		order := held()
		order.BillingAddress = sent
		authorized := held()
		authorized.BillingAddress = given
		if fields, _ := purchase.Differences(authorized, given, order); len(fields) > 0 {
			t.Errorf("%s: %v", name, fields)
		}
	}
}
