package view

import (
	"strings"
	"unicode"
)

// maxMarks is how many combining marks a letter keeps: living scripts stack
// two or three, and a tower of hundreds covers the page.
const maxMarks = 3

// short makes text of others fit to stand in a line of ours: one line, no
// control characters, nothing that turns the direction of what follows, and at
// most limit characters.
func short(text string, limit int) string {
	var b strings.Builder
	count, marks := 0, 0
	space := false
	for _, r := range strings.ToValidUTF8(text, "\uFFFD") {
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r):
			space = true
			continue
		case turns(r):
			continue
		case unicode.Is(unicode.M, r):
			if marks++; marks > maxMarks {
				continue
			}
		default:
			if count == limit {
				return strings.TrimRight(b.String(), "\u200d") + "…"
			}
			count++
			marks = 0
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
	}
	return b.String()
}

// turns reports invisible characters that reorder or hide text.
func turns(r rune) bool {
	switch {
	case r == '\u200b', r == '\u200e', r == '\u200f', r == '\u061c', r == '\ufeff', r == '\u2028', r == '\u2029':
		return true
	case r >= '\u202a' && r <= '\u202e', r >= '\u2060' && r <= '\u206f':
		return true
	}
	return false
}

// isolate keeps the direction of a text of others from leaking into the
// sentence of ours that it stands in; bdi does the same for whole elements.
func isolate(text string) string {
	return "\u2068" + text + "\u2069"
}
