package view

import (
	"net/url"
	"strings"
)

// scripted are schemes that run or show what their text says instead of going
// anywhere. The core refuses them too; a link that a payer clicks is worth
// asking twice (decisions.md §4).
var scripted = map[string]bool{
	"javascript": true, "data": true, "vbscript": true, "blob": true, "file": true,
	"about": true, "view-source": true, "filesystem": true, "jar": true,
}

// Address is a link that was judged: writing it into a page runs nothing.
type Address string

// destination is a merchant's address as a template may write it: apps' own
// schemes survive, anything that is not absolute or could run is dropped. All
// bytes a header cannot carry are percent-encoded.
func destination(address string) Address {
	u, err := url.Parse(address)
	if err != nil || u.Scheme == "" || scripted[strings.ToLower(u.Scheme)] {
		return ""
	}
	address = plain(address)
	if _, err := url.Parse(address); err != nil {
		return ""
	}
	return Address(address)
}

func plain(address string) string {
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
