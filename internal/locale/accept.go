package locale

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Accept picks the language by an Accept-Language header; English when no
// catalogue matches.
func Accept(header string) Language {
	if len(header) > maxHeader {
		return Match("")
	}
	for _, wish := range preferred(header) {
		if _, i, confidence := catalogues.matcher.Match(wish); confidence >= language.High {
			whole := catalogues.tags[i]
			return Match(catalogues.forRegion(withRegionOf(whole, wish), whole).String())
		}
	}
	return Match("")
}

// preferred are the languages of a header, the highest weight first. Each is parsed
// by itself, so that an unknown one does not spoil the others.
func preferred(header string) []language.Tag {
	type wish struct {
		tag    language.Tag
		weight float32
	}
	var all []wish
	for part := range strings.SplitSeq(header, ",") {
		tags, weights, err := language.ParseAcceptLanguage(part)
		if err == nil && len(tags) == 1 {
			all = append(all, wish{tags[0], weights[0]})
		}
	}
	slices.SortStableFunc(all, func(a, b wish) int {
		switch {
		case a.weight > b.weight:
			return -1
		case a.weight < b.weight:
			return 1
		}
		return 0
	})
	tags := make([]language.Tag, len(all))
	for i, w := range all {
		tags[i] = w.tag
	}
	return tags
}
