package smtp

import (
	"fmt"
	"strings"
)

// maxEncodedWord is how much one encoded word may hold, so that the first of them
// stands in the header's own line.
const maxEncodedWord = 50

// encodeHeader writes a header's text in ASCII (RFC 2047 §4.2), in words short enough
// for a line. Text that only looks as if it were encoded is encoded too:
// readers must see what the sender wrote, not what it would decode to.
func encodeHeader(text string) string {
	if !strings.Contains(text, "=?") && !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) {
		return text
	}
	var all []string
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			all = append(all, "=?utf-8?q?"+word.String()+"?=")
			word.Reset()
		}
	}
	for _, r := range strings.ToValidUTF8(text, "?") {
		char := qEncode(r)
		if word.Len()+len(char) > maxEncodedWord {
			end()
		}
		word.WriteString(char)
	}
	end()
	return strings.Join(all, " ")
}

// qEncode is one character in the Q encoding.
func qEncode(r rune) string {
	switch {
	case r == ' ':
		return "_"
	case (r >= 'a' && r <= 'z') || (r >= 'A' && r <= 'Z') || (r >= '0' && r <= '9'):
		return string(r)
	}
	var b strings.Builder
	for _, octet := range []byte(string(r)) {
		fmt.Fprintf(&b, "=%02X", octet)
	}
	return b.String()
}
