package phone

import (
	"regexp"
	"strings"

	"github.com/openhpp/openhpp/internal/typed/cleantext"
)

// scheme is what links and business cards write before a number.
var scheme = regexp.MustCompile(`^(?i:(?:tel|sms|callto|phone|mobile)\.?:|tel\.?) *`)

// Clean is a number as it was typed or pasted, with ASCII digits, "+" and the
// separators "()-./" and blank: invisible signs, other dashes and a leading
// "tel:" are gone. What is no number stays one that Possible refuses.
func Clean(text string) string {
	text = cleantext.Figures(text)
	for {
		rest := scheme.ReplaceAllString(text, "")
		if rest == text {
			return text
		}
		text = cleantext.Figures(rest)
	}
}

// The limits of E.164 and the shortest national number in use, in digits.
const (
	maxDigits = 15
	minDigits = 6
)

// form is a Clean number: a plus before the first digit at most.
var form = regexp.MustCompile(`^\(?\+?[0-9().\-/ ]+$`)

// Possible reports whether people may mean a telephone number by a text,
// national or international. It asks no numbering plan.
func Possible(text string) bool {
	text = Clean(text)
	if !form.MatchString(text) {
		return false
	}
	digits := digitsOf(strings.Replace(text, "(0)", "", 1)) // the trunk zero as it is often shown
	if !strings.Contains(text, "+") {
		digits = strings.TrimPrefix(digits, "00")
	}
	return len(digits) >= minDigits && len(digits) <= maxDigits
}

func digitsOf(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}
