package cleantext

import (
	"strings"
	"unicode"
)

const (
	nonJoiner = '\u200C'
	joiner    = '\u200D'
)

// joined are the scripts whose words need joiners to be written right.
var joined = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Nko, unicode.Mongolian, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi,
	unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala,
	unicode.Tibetan, unicode.Khmer, unicode.Myanmar, unicode.Mn,
}

// visible leaves out what nobody sees: format characters such as soft hyphens,
// byte order marks and the marks of writing direction, variation selectors,
// fillers, and the placeholder of a pasted picture. A joiner stays inside a
// word whose script needs it, and between the parts of an emoji.
func visible(text string) string {
	if !strings.ContainsFunc(text, invisible) {
		return text
	}
	var kept strings.Builder
	var before, waiting rune // the last sign kept, and a joiner behind it
	for _, r := range text {
		switch {
		case r == joiner || r == nonJoiner:
			if waiting == 0 {
				waiting = r
			}
			continue
		case invisible(r):
			continue
		case waiting != 0 && needed(before, waiting, r):
			kept.WriteRune(waiting)
		}
		kept.WriteRune(r)
		before, waiting = r, 0
	}
	return kept.String()
}

func invisible(r rune) bool {
	switch {
	case r < 0xAD: // nearly every text ends here
		return false
	case r == '\uFFFC':
		return true
	case unicode.Is(unicode.Prepended_Concatenation_Mark, r): // signs of numbers and years in Arabic, which are seen
		return false
	}
	return unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

func needed(before, sign, after rune) bool {
	if unicode.In(before, joined...) && unicode.In(after, joined...) {
		return true
	}
	return sign == joiner && pictured(before) && pictured(after)
}

// pictured reports a part of an emoji.
func pictured(r rune) bool { return unicode.In(r, unicode.So, unicode.Sk) }
