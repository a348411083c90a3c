package locale

import (
	"strconv"

	"github.com/bojanz/currency"
)

// Money writes an amount in minor units of an ISO 4217 currency as the payer's
// country does. A code without a known number of decimals is written as the
// bare number and the code: never as a wrong amount.
func (l Language) Money(minor int64, code string) string {
	amount, err := currency.NewAmountFromInt64(minor, code)
	if err != nil {
		return strconv.FormatInt(minor, 10) + "\u00a0" + code
	}
	return l.money.Format(amount)
}
