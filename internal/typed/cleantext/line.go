package cleantext

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Line is a text of one line: invisible signs are gone, every run of blanks,
// tabs and line breaks is one blank, none stands at either end, and letters
// are composed (NFC). Other control characters stay: see Unreadable.
func Line(text string) string {
	return norm.NFC.String(oneBlank(visible(norm.NFC.String(text))))
}

// Name is a Line of a person's name or of an address: every hyphen and dash is
// "-", and a lone accent that stands for an apostrophe is one.
func Name(text string) string {
	return Line(strings.Map(func(r rune) rune {
		switch r {
		case '´', '`', '‘', '‛', '′', '＇':
			return '\''
		case '‧', '∙', '⋅':
			return '·' // of Catalan, as in Marcel·la
		}
		return hyphen(r)
	}, norm.NFC.String(text)))
}

// Figures is a Line of digits and ASCII letters, such as a phone number, a date
// or a postal code: digits of every script and full-width forms are ASCII,
// every dash is "-".
func Figures(text string) string {
	return Line(strings.Map(func(r rune) rune { return hyphen(digit(narrow(r))) }, norm.NFC.String(text)))
}

// Email is a Line of an e-mail address: full-width forms are ASCII.
func Email(text string) string { return Line(strings.Map(narrow, norm.NFC.String(text))) }

// oneBlank writes each run of blanks as one ASCII blank, none at the ends.
func oneBlank(text string) string { return strings.Join(strings.FieldsFunc(text, IsBlank), " ") }

// IsBlank reports a blank of any width, a tab or a line break.
func IsBlank(r rune) bool {
	switch r {
	case '\t', '\n', '\r', '\u0085', '\u2028', '\u2029', '\u2800': // the last is Braille's
		return true
	}
	return unicode.Is(unicode.Zs, r)
}

// hyphen is "-" for every dash that people take for one.
func hyphen(r rune) rune {
	switch {
	case r >= '\u2010' && r <= '\u2015', r == '\u2043', r == '\u2212', r == '\uFE58', r == '\uFE63', r == '\uFF0D':
		return '-'
	}
	return r
}
