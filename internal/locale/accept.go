package locale

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Accept picks the language by an Accept-Language header, the browser's own
// wish; English when it wants none of ours.
func Accept(header string) Language {
	if len(header) > maxHeader {
		return Match("")
	}
	for _, wish := range wishes(header) {
		if _, i, confidence := catalogues.matcher.Match(wish); confidence >= language.High {
			whole := catalogues.tags[i]
			return Match(catalogues.nearest(inRegionOf(whole, wish), whole).String())
		}
	}
	return Match("")
}

// wishes are the languages of a header, the dearest first. Each is read by
// itself: one that nobody knows spoils none of the others.
func wishes(header string) []language.Tag {
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
