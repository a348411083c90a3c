package locale

import (
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// Percent writes hundredths of a percent as the payer's country does, in the
// digits that amounts have: 1990 is "19.9%" in Britain.
func (l Language) Percent(hundredths int) string {
	return l.percents.get(hundredths, func() string { return l.formatPercent(hundredths) })
}

func (l Language) formatPercent(hundredths int) string {
	share := number.Percent(float64(hundredths)/10000, number.MaxFractionDigits(2))
	return l.isolateAmount(message.NewPrinter(l.latinDigits()).Sprint(share))
}

// latinDigits is the locale with the digits that amounts have.
func (l Language) latinDigits() language.Tag {
	digits, err := l.full.SetTypeForKey("nu", "latn")
	if err != nil {
		return l.full
	}
	return digits
}
