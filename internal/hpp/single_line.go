package hpp

import "strings"

// singleLine writes every run of tabs and line breaks as one blank, and leaves
// none at either end: imports leave them behind in texts of one line.
func singleLine(text string) string {
	if !strings.ContainsFunc(text, isLineBreak) {
		return text
	}
	return strings.TrimSpace(strings.Join(strings.FieldsFunc(text, isLineBreak), " "))
}

func isLineBreak(r rune) bool {
	switch r {
	case '\t', '\n', '\r', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}
