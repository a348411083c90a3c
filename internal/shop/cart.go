package shop

import "github.com/openhpp/openhpp/client"

// cart is the purchase of one lamp in a market, as both APIs want it. It must
// add up to the last minor unit, or the server refuses it.
func (m market) cart(reference string) client.Purchase {
	lines := []client.OrderLine{
		m.line(client.LinePhysical, m.Words.Lamp, m.Price.Lamp),
		m.line(client.LineDiscount, m.Words.Discount, -m.Price.Discount),
		m.line(client.LineShippingFee, m.Words.Postage, m.Price.Postage),
	}
	lines[0].Reference, lines[0].QuantityUnit = "LAMP-1", "pcs"

	amount, tax := int64(0), int64(0)
	for _, line := range lines {
		amount += line.Total
		tax += line.TotalTax
	}
	if m.SalesTax > 0 {
		tax = divideRounded(amount*m.SalesTax, 100_000)
		amount += tax
		lines = append(lines, client.OrderLine{
			Type: client.LineSalesTax, Name: m.Words.Tax, Quantity: 1, UnitPrice: tax, Total: tax,
		})
	}
	return client.Purchase{
		Country: m.Country, Currency: m.Currency, Locale: m.ID,
		Amount: amount, TaxAmount: tax, Lines: lines, Reference1: reference,
	}
}

func (m market) line(kind, name string, price int64) client.OrderLine {
	return client.OrderLine{
		Type: kind, Name: name, Quantity: 1, UnitPrice: price, Total: price,
		// The tax within a price that includes it (provider.md §F.1).
		TaxRate: m.TaxRate, TotalTax: divideRounded(price*m.TaxRate, 10_000+m.TaxRate),
	}
}

// divideRounded divides and rounds half away from zero.
func divideRounded(numerator, denominator int64) int64 {
	if numerator < 0 {
		return -divideRounded(-numerator, denominator)
	}
	return (numerator + denominator/2) / denominator
}
