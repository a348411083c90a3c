package locale

import (
	"strconv"

	"golang.org/x/text/message"
)

// Number writes a number as the payer's country does, in the digits that amounts
// have: 1000000 is "1,000,000" in Britain.
func (l Language) Number(n int64) string {
	if -1000 < n && n < 1000 {
		return strconv.FormatInt(n, 10)
	}
	return l.isolateAmount(message.NewPrinter(l.latinDigits()).Sprint(n))
}
