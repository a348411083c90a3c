package purchase

import (
	"fmt"
	"math/big"

	"github.com/openhpp/openhpp/internal/jsonfields"
)

// sums judges the arithmetic of the cart.
func (p *parser) sums() { JudgeSums(p.root, p.lines, p.out) }

// JudgeSums notes every line and every sum that does not add up, and says what
// it should be. lines are the members that p.OrderLines was read from; what
// was found faulty before is not counted with.
func JudgeSums(root jsonfields.Object, lines []jsonfields.Object, p Purchase) {
	right := make([]OrderLine, len(lines))
	whole := root.Valid("order_lines")
	for i, o := range lines {
		right[i] = p.OrderLines[i]
		whole = whole && o.Valid("quantity", "unit_price", "total_amount", "total_discount_amount", "total_tax_amount", "tax_rate", "type")
		whole = JudgeLine(o, &right[i]) && whole
	}
	if !whole {
		return
	}
	corrected := p
	corrected.OrderLines = right
	if root.Valid("order_amount") && !OrderFits(p.OrderAmount, p.OrderLines) && !OrderFits(p.OrderAmount, right) {
		root.Wrong("order_amount", shouldBeSum(right, totalAmount, "(the sum of order_lines[].total_amount)"))
	}
	if root.Has("order_tax_amount") && root.Valid("order_tax_amount") && !orderTaxFits(p) && !orderTaxFits(corrected) {
		root.Wrong("order_tax_amount", orderTaxReason(right))
	}
}

// JudgeLine notes a line's total and tax when they are wrong, and puts the
// right ones into l. False means that no integer would be right.
func JudgeLine(o jsonfields.Object, l *OrderLine) bool {
	sent, readable := *l, o.Valid("total_amount")
	defer func() {
		if !taxFits(*l) {
			l.TotalTaxAmount = nearestTax(*l)
		}
	}()
	if o.Valid("quantity", "unit_price", "total_discount_amount", "total_amount") {
		total, ok := lineTotal(sent)
		switch {
		case !ok:
			o.Wrong("total_amount", "must be quantity x unit_price - total_discount_amount, which is too large here")
			return false
		case total != sent.TotalAmount:
			o.Wrong("total_amount", fmt.Sprintf("should be %d (quantity x unit_price - total_discount_amount)", total))
			l.TotalAmount = total
		}
	}
	if !readable || !o.Valid("tax_rate", "total_tax_amount") || taxFits(sent) {
		return true
	}
	if o.Has("tax_rate") {
		o.Wrong("total_tax_amount", taxReason(sent))
	} else { // a tax without a rate
		o.Wrong("tax_rate", "must be given with a total_tax_amount, "+rateOf(sent)+" for these amounts (percent x 100)")
	}
	return true
}

// TaxFault says what a line's tax should be; "" when it is right.
func TaxFault(l OrderLine) string {
	if taxFits(l) {
		return ""
	}
	return taxReason(l)
}

// exactTax is total*rate/(10000+rate), unrounded.
func exactTax(l OrderLine) *big.Rat {
	tax := new(big.Rat).SetFrac(big.NewInt(l.TaxRate), big.NewInt(10_000+l.TaxRate))
	return tax.Mul(tax, new(big.Rat).SetInt64(l.TotalAmount))
}

// nearestTax is the exact tax, rounded.
func nearestTax(l OrderLine) int64 {
	rounded, _ := new(big.Int).SetString(exactTax(l).FloatString(0), 10)
	return rounded.Int64()
}

func taxReason(l OrderLine) string {
	exact := exactTax(l)
	text := exact.FloatString(0)
	if !exact.IsInt() {
		text += ", exactly " + exact.FloatString(2)
	}
	return fmt.Sprintf("should be %s, plus or minus 1 (total_amount - total_amount x 10000 / (10000 + tax_rate), of %d at %d)", text, l.TotalAmount, l.TaxRate)
}

// rateOf is the rate that a line's tax amounts to, in percent times 100.
func rateOf(l OrderLine) string {
	net := new(big.Int).Sub(big.NewInt(l.TotalAmount), big.NewInt(l.TotalTaxAmount))
	if net.Sign() == 0 {
		return "none"
	}
	rate := new(big.Rat).SetFrac(big.NewInt(l.TotalTaxAmount), net)
	return rate.Mul(rate, big.NewRat(10_000, 1)).FloatString(0)
}

func shouldBeSum(lines []OrderLine, of func(OrderLine) int64, why string) string {
	sum, ok := sumOf(lines, of)
	if !ok {
		return "is too large to be judged"
	}
	return fmt.Sprintf("should be %d %s", sum, why)
}

func orderTaxReason(lines []OrderLine) string {
	if hasSalesTax(lines) {
		return shouldBeSum(lines, lineTax, "(the sum of the sales_tax lines)")
	}
	items, ok := sumOf(lines, quantityOf)
	if !ok {
		return "is too large to be judged"
	}
	return shouldBeSum(lines, lineTax, fmt.Sprintf("(the sum of order_lines[].total_tax_amount), plus or minus %d (the sum of the quantities)", items))
}
