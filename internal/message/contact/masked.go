package contact

import (
	"strings"
	"unicode/utf8"
)

const dots = "•••••"

// Masked is an address or a number of which enough is left for its owner to
// know it: "a•••@example.com", "+46•••••2345". It is for reports to the
// merchant, who sent it.
func Masked(to string) string {
	if at := strings.LastIndexByte(to, '@'); at > 0 {
		_, size := utf8.DecodeRuneInString(to)
		return to[:size] + "•••" + to[at:]
	}
	const head, tail = len("+46"), len("2345")
	if len(to) < head+tail+3 || strings.ContainsFunc(to, notDialled) {
		return dots
	}
	return to[:head] + dots + to[len(to)-tail:]
}
