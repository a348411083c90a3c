package contact

import (
	"strings"
	"unicode/utf8"
)

const maskDots = "•••••"

// Mask hides most of an address or a number; its owner still recognizes it: "a•••@example.com", "+46•••••2345". It is for reports to the
// merchant, who sent it.
func Mask(to string) string {
	if at := strings.LastIndexByte(to, '@'); at > 0 {
		_, size := utf8.DecodeRuneInString(to)
		return to[:size] + "•••" + to[at:]
	}
	const head, tail = len("+46"), len("2345")
	if len(to) < head+tail+3 || strings.ContainsFunc(to, isNotDialChar) {
		return maskDots
	}
	return to[:head] + maskDots + to[len(to)-tail:]
}
