package cleantext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Unreadable reports a text that no keyboard writes: bytes that are not UTF-8
// or were not once, or control characters other than tabs and line breaks.
func Unreadable(text string) bool {
	return !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) && !IsBlank(r) || r == unicode.ReplacementChar || unicode.Is(unicode.Noncharacter_Code_Point, r)
	})
}

// Readable is a text without what makes it Unreadable, to be shown again.
func Readable(text string) string {
	return strings.Map(func(r rune) rune {
		if Unreadable(string(r)) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}
