package locale

import (
	"strconv"
	"strings"

	"github.com/bojanz/currency"
)

// amountLayout is how amounts of one length are written: the text around each
// digit. It follows from the length, the sign and the currency alone, not from
// the digits.
type amountLayout []string // one more than digits; nil: not known

// amountKind is what amounts of one layout have in common.
type amountKind struct {
	currency string
	digits   int
	negative bool
}

// probe is a digit whose places tell the layout.
const probe = "1"

// layoutOf is the layout of an amount of a kind; nil where the library writes
// something that is not one ASCII digit after another.
func (l Language) layoutOf(kind amountKind) amountLayout {
	return l.layouts.get(kind, func() amountLayout {
		minor, err := strconv.ParseInt(strings.Repeat(probe, kind.digits), 10, 64)
		if err != nil {
			return nil
		}
		if kind.negative {
			minor = -minor
		}
		amount, err := currency.NewAmountFromInt64(minor, kind.currency)
		if err != nil {
			return nil
		}
		layout := strings.Split(l.isolateAmount(l.money.Format(amount)), probe)
		if len(layout) != kind.digits+1 {
			return nil
		}
		return layout
	})
}

// write is the amount with these digits.
func (a amountLayout) write(digits string) string {
	length := len(digits)
	for _, text := range a {
		length += len(text)
	}
	var b strings.Builder
	b.Grow(length)
	for i := range len(digits) {
		b.WriteString(a[i])
		b.WriteByte(digits[i])
	}
	b.WriteString(a[len(digits)])
	return b.String()
}
