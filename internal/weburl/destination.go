package weburl

import (
	"net/url"
	"strings"
)

// maxDestination bounds in bytes what is written into a header: placeholders
// have their values by then.
const maxDestination = 4096

// Destination is an address that was judged when it came, once more before a
// page or a header leads a payer there: stored ones may be older than the
// judge. What a header cannot carry is percent-encoded. ok is false for an
// address that leads nowhere a payer may be sent. Which apps' schemes a
// merchant registered was asked when the address came.
func Destination(address string) (written string, ok bool) {
	written = printable(address)
	if len(written) > maxDestination {
		return "", false
	}
	u, err := url.Parse(written)
	if err != nil || u.Scheme == "" || isSystem(u.Scheme) {
		return "", false
	}
	check := checkApp
	if isWeb(u) {
		check = checkWeb
	}
	if check(u, written) != nil {
		return "", false
	}
	return written, true
}

// printable percent-encodes all but visible ASCII, and what ends an attribute.
func printable(address string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(address) {
		c := address[i]
		if c <= ' ' || c >= 0x7f || strings.IndexByte("\"'<>`\\", c) >= 0 {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}
