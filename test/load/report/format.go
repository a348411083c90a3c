package report

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Number is a count or a rate with its thousands apart.
func Number(n float64) string {
	digits := fmt.Sprintf("%.0f", n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// Took is a time in the unit that suits it.
func Took(d time.Duration) string {
	switch {
	case d == 0:
		return ""
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.2f ms", float64(d.Microseconds())/1000)
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// Micros is a time in microseconds, empty when there is none.
func Micros(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return Number(float64(d.Microseconds())) + " µs"
}

// Bytes is a size in megabytes of 2^20 bytes.
func Bytes(n int64) string { return fmt.Sprintf("%.0f MB", float64(n)/(1<<20)) }

// Times is a ratio, empty when there is none.
func Times(r float64) string {
	if r == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f ×", r)
}

// Share is a part of a whole in a hundred.
func Share(part float64) string { return fmt.Sprintf("%.0f %%", part*100) }

// Table writes a table of Markdown that can be read as it stands. The first
// column is text, all others numbers.
func Table(rows ...[]string) string {
	width := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			width[i] = max(width[i], utf8.RuneCountInString(cell), 3)
		}
	}
	var text strings.Builder
	for n, row := range rows {
		for i, cell := range row {
			blank := strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell))
			if i == 0 {
				text.WriteString("| " + cell + blank)
			} else {
				text.WriteString(" | " + blank + cell)
			}
		}
		text.WriteString(" |\n")
		if n == 0 {
			for i := range row {
				if i == 0 {
					text.WriteString("|" + strings.Repeat("-", width[i]+2))
				} else {
					text.WriteString("|" + strings.Repeat("-", width[i]+1) + ":")
				}
			}
			text.WriteString("|\n")
		}
	}
	return text.String()
}
