package purchase

import (
	"math/big"
	"math/bits"
)

// OrderFits reports whether an order's amount is the sum of its lines.
func OrderFits(amount int64, lines []OrderLine) bool {
	sum, ok := sumOf(lines, totalAmount)
	return ok && sum == amount
}

// lineTotal is quantity * unit_price - discount; false means over int64.
func lineTotal(l OrderLine) (int64, bool) {
	gross, ok := multiply(l.Quantity, l.UnitPrice)
	if !ok {
		return 0, false
	}
	return add(gross, -l.TotalDiscountAmount) // a discount is never negative, so -d is safe
}

// taxFits allows one minor unit either way around the exact, unrounded tax
// a*r/(10000+r), in integers of any size: a total has no lower bound.
func taxFits(l OrderLine) bool {
	whole := big.NewInt(10_000 + l.TaxRate)
	difference := new(big.Int).Mul(big.NewInt(l.TotalTaxAmount), whole)
	difference.Sub(difference, new(big.Int).Mul(big.NewInt(l.TotalAmount), big.NewInt(l.TaxRate)))
	return difference.CmpAbs(whole) <= 0
}

// orderTaxFits allows one minor unit an item either way, and none for carts
// whose tax is a line of its own.
func orderTaxFits(p Purchase) bool {
	tax, ok := LinesTax(p)
	if !ok {
		return false
	}
	if hasSalesTax(p.OrderLines) {
		return p.OrderTaxAmount == tax
	}
	items, ok := sumOf(p.OrderLines, quantityOf)
	low, lowOK := add(tax, -items)
	high, highOK := add(tax, items)
	return ok && (p.OrderTaxAmount >= low || !lowOK) && (p.OrderTaxAmount <= high || !highOK)
}

// Tax is an order's tax in minor units: as sent, else as its lines say.
func Tax(p Purchase) int64 {
	if p.OrderTaxAmount != 0 {
		return p.OrderTaxAmount
	}
	tax, _ := LinesTax(p)
	return max(tax, 0)
}

// LinesTax is the tax the lines amount to: their own tax members and the
// totals of sales_tax lines. False means over int64.
func LinesTax(p Purchase) (int64, bool) {
	return sumOf(p.OrderLines, lineTax)
}

func lineTax(l OrderLine) int64 {
	if l.Type == salesTax {
		return l.TotalAmount
	}
	return l.TotalTaxAmount
}

func hasSalesTax(lines []OrderLine) bool {
	for _, l := range lines {
		if l.Type == salesTax {
			return true
		}
	}
	return false
}

func totalAmount(l OrderLine) int64 { return l.TotalAmount }
func quantityOf(l OrderLine) int64  { return l.Quantity }

func sumOf(lines []OrderLine, member func(OrderLine) int64) (int64, bool) {
	var sum int64
	for _, l := range lines {
		var ok bool
		if sum, ok = add(sum, member(l)); !ok {
			return 0, false
		}
	}
	return sum, true
}

func add(a, b int64) (int64, bool) {
	sum := a + b
	return sum, (sum > a) == (b > 0)
}

// multiply takes a factor that is not negative first.
func multiply(quantity, price int64) (int64, bool) {
	negative := price < 0
	magnitude := uint64(price)
	if negative {
		magnitude = -magnitude
	}
	high, low := bits.Mul64(uint64(quantity), magnitude)
	if high != 0 || low > 1<<63-1 {
		return 0, false
	}
	if negative {
		return -int64(low), true
	}
	return int64(low), true
}
