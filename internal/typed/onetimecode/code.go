// Package onetimecode owns how a one-time code is found in what people type or
// paste. It must not know challenges or providers.
package onetimecode

import (
	"regexp"
	"slices"
	"strings"

	"github.com/openhpp/openhpp/internal/typed/cleantext"
)

// length of a code, in digits.
const length = 6

// run is a row of digits that may be one code written in groups.
var run = regexp.MustCompile(`[0-9]+(?:[-. ]+[0-9]+)*`)

var (
	separators = strings.NewReplacer("-", "", ".", "", " ", "")
	group      = regexp.MustCompile(`[0-9]+`)
)

// Clean is the code that a text means, such as "123456" for "123 456",
// "G-123456" or "Your code is 123456". A text that holds no code, or several,
// is answered so that nobody takes it for one.
func Clean(text string) string {
	text = cleantext.Figures(text)
	codes := codesIn(text)
	if len(codes) == 1 {
		return codes[0]
	}
	if rest := cleantext.Figures(strings.NewReplacer("-", "", " ", "").Replace(text)); len(codes) == 0 && len(codesIn(rest)) == 0 {
		return rest
	}
	return text
}

// Complete reports a Clean text that is one code.
func Complete(code string) bool { return complete.MatchString(code) }

var complete = regexp.MustCompile(`^[0-9]{6}$`)

// codesIn are the different codes that a text holds, in order.
func codesIn(text string) []string {
	var codes []string
	for _, digits := range run.FindAllString(text, -1) {
		if whole := separators.Replace(digits); len(whole) == length {
			codes = append(codes, whole)
			continue
		}
		for _, part := range group.FindAllString(digits, -1) {
			if len(part) == length {
				codes = append(codes, part)
			}
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}
