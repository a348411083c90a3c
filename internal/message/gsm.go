package message

import (
	"strings"
	"unicode/utf16"
)

// What one text message holds (3GPP TS 23.038 and 23.040): alone, and as a
// part of a longer one, where a header takes room.
const (
	gsmSingle, gsmPart = 160, 153 // septets
	ucsSingle, ucsPart = 70, 67   // UTF-16 units
)

// The default alphabet, and the characters that cost two septets.
const (
	gsmAlphabet = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmExtension = "\f^{}\\[~]|€"
)

// septetsOf of a character in GSM-7; zero: it has none.
func septetsOf(r rune) int {
	switch {
	case strings.ContainsRune(gsmAlphabet, r):
		return 1
	case strings.ContainsRune(gsmExtension, r):
		return 2
	}
	return 0
}

// isGSM reports whether GSM-7 holds all of a text.
func isGSM(text string) bool {
	for _, r := range text {
		if septetsOf(r) == 0 {
			return false
		}
	}
	return true
}

// countSegments is how many text messages a text takes, and whether it needs
// UCS-2. A character of two units is never torn apart: the rest of the part
// stays empty.
func countSegments(text string) (count int, unicode bool) {
	unicode = !isGSM(text)
	width, alone, part := septetsOf, gsmSingle, gsmPart
	if unicode {
		width, alone, part = utf16.RuneLen, ucsSingle, ucsPart
	}
	whole, used := 0, 0
	count = 1
	for _, r := range text {
		n := max(width(r), 1) // what is no character is replaced by one
		whole += n
		if used+n > part {
			count, used = count+1, 0
		}
		used += n
	}
	if whole <= alone {
		count = 1
	}
	return count, unicode
}
