package inbox

import (
	"strings"
	"unicode"
)

// maxMarks is how many combining marks a letter keeps: languages use two or three,
// and hundreds would cover the lines above.
const maxMarks = 3

// shorten makes one line of a foreign text: at most limit characters, no line
// breaks, nothing that reorders the text beside it.
func shorten(text string, limit int) string {
	var line strings.Builder
	length, marks := 0, 0
	for _, r := range strings.Join(strings.Fields(validUTF8(text)), " ") {
		if unicode.In(r, unicode.Cc, unicode.Cf) && !isJoiner(r) { // controls, and marks of direction
			continue
		}
		if unicode.In(r, unicode.M) {
			if marks++; marks <= maxMarks {
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

// isJoiner reports a character that joins the parts of an emoji or of a word.
func isJoiner(r rune) bool { return r == '\u200c' || r == '\u200d' }

// validUTF8 replaces what is no UTF-8.
func validUTF8(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }
