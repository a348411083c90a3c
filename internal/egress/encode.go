package egress

import (
	"net/url"
	"strings"
)

// What may stand in a path and a query as it is (RFC 3986). A percent sign
// may where it begins an escape.
const (
	unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
	inPath     = unreserved + "!$&'()*+,;=:@/"
	inQuery    = inPath + "?"
)

// encoded is an address whose request line holds no other characters than
// RFC 3986 has: receivers and proxies refuse what merchants' addresses hold
// beside them. Escapes stay as they are written.
func encoded(u *url.URL) *url.URL {
	to := *u
	path := encode(u.EscapedPath(), inPath)
	if plain, err := url.PathUnescape(path); err == nil {
		to.Path, to.RawPath = plain, path
	}
	to.RawQuery = encode(u.RawQuery, inQuery)
	return &to
}

// encode percent-encodes every byte of text that is not in allowed and begins
// no escape.
func encode(text, allowed string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(text) {
		switch c := text[i]; {
		case strings.IndexByte(allowed, c) >= 0, c == '%' && i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]):
			b.WriteByte(c)
		default:
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
