package locale

import (
	"strconv"
	"strings"

	"github.com/bojanz/currency"
	"golang.org/x/text/language"
)

// Money writes an amount in minor units of an ISO 4217 currency as the payer's
// country does. A code without a known number of decimals is written as the
// bare number and the code: never as a wrong amount.
func (l Language) Money(minor int64, code string) string {
	decimals, known := currency.GetDigits(code)
	if !known {
		return strconv.FormatInt(minor, 10) + "\u00a0" + code
	}
	digits := strings.TrimPrefix(strconv.FormatInt(minor, 10), "-")
	if missing := int(decimals) + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	if layout := l.layoutOf(amountKind{code, len(digits), minor < 0}); layout != nil {
		return layout.write(digits)
	}
	return l.formatMoney(minor, code)
}

// formatMoney is Money for any amount, by the library.
func (l Language) formatMoney(minor int64, code string) string {
	amount, err := currency.NewAmountFromInt64(minor, code)
	if err != nil {
		return strconv.FormatInt(minor, 10) + "\u00a0" + code
	}
	return l.isolateAmount(l.money.Format(amount))
}

// isolateAmount keeps number and currency sign in order within text that runs from
// right to left.
func (l Language) isolateAmount(amount string) string {
	if !l.rtl {
		return amount
	}
	return "\u2068" + strings.NewReplacer("\u200e", "", "\u200f", "").Replace(amount) + "\u2069"
}

// moneyFormatter writes amounts as a locale does. The Arabic symbols of
// pound and dollar would mix with the text around them.
func moneyFormatter(full language.Tag) *currency.Formatter {
	f := currency.NewFormatter(currency.NewLocale(full.String()))
	if base, _ := full.Base(); base.String() == "ar" {
		f.SymbolMap = map[string]string{"GBP": "£", "USD": "$"}
	}
	return f
}
