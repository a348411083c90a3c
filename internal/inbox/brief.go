package inbox

import (
	"strings"
	"unicode"
)

// towers is how many marks a letter keeps: languages stack two or three, and
// hundreds would reach into the lines above.
const towers = 3

// brief makes a text of others fit into a line of ours: at most limit
// characters, no line breaks, nothing that reorders what stands beside it.
func brief(text string, limit int) string {
	var line strings.Builder
	length, marks := 0, 0
	for _, r := range strings.Join(strings.Fields(whole(text)), " ") {
		if unicode.In(r, unicode.Cc, unicode.Cf) && !joins(r) { // controls, and what steers direction
			continue
		}
		if unicode.In(r, unicode.M) {
			if marks++; marks <= towers {
				line.WriteRune(r)
			}
			continue
		}
		if length == limit {
			return strings.TrimRight(line.String(), " ") + "…"
		}
		line.WriteRune(r)
		length, marks = length+1, 0
	}
	return line.String()
}

// joins reports what holds the parts of an emoji or of a word together.
func joins(r rune) bool { return r == '\u200c' || r == '\u200d' }

// whole makes text that is no UTF-8 fit to stand in a page.
func whole(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }
