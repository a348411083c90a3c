package view

import (
	"strings"
	"unicode"
)

// maxMarks is how many combining marks a letter keeps: languages use two or three,
// and hundreds would cover the page.
const maxMarks = 3

// shorten makes one line of a foreign text: no control characters, no marks of
// direction, at most limit characters.
func shorten(text string, limit int) string {
	if len(text) <= limit && isOneLine(text) {
		return text
	}
	var b strings.Builder
	count, marks := 0, 0
	space := false
	for _, r := range strings.ToValidUTF8(text, "\uFFFD") {
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r):
			space = true
			continue
		case isDirectional(r):
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

// isOneLine reports printable ASCII with single spaces between words, as most
// texts are: there is nothing to take away.
func isOneLine(text string) bool {
	space := true // none at the start
	for i := range len(text) {
		c := text[i]
		if c < ' ' || c > '~' || c == ' ' && space {
			return false
		}
		space = c == ' '
	}
	return text == "" || !space
}

// isDirectional reports invisible characters that reorder or hide text.
func isDirectional(r rune) bool {
	switch {
	case r == '\u200b', r == '\u200e', r == '\u200f', r == '\u061c', r == '\ufeff', r == '\u2028', r == '\u2029':
		return true
	case r >= '\u202a' && r <= '\u202e', r >= '\u2060' && r <= '\u206f':
		return true
	}
	return false
}

// isolate keeps the direction of a foreign text from reordering the sentence around
// it; the element bdi does the same in HTML.
func isolate(text string) string {
	return "\u2068" + text + "\u2069"
}
