package view

import (
	"strings"
	"unicode/utf8"
)

// hiddenPart stands for what a mask hides, however long that is.
const hiddenPart = "•••"

// maskPhone is a number by its last three digits, such as "•••615"; empty for
// one that is too short to hide anything.
func maskPhone(number string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number)
	if len(digits) < 6 {
		return ""
	}
	return hiddenPart + digits[len(digits)-3:]
}

// maskEmail is an address by its first letter and its domain, such as
// "a•••@example.com"; empty for what is no address.
func maskEmail(address string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 1 {
		return ""
	}
	_, first := utf8.DecodeRuneInString(address)
	return shorten(address[:first]+hiddenPart+address[at:], 60)
}
