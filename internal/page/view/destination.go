package view

import "github.com/openhpp/openhpp/internal/weburl"

// Address is a link that was judged: writing it into a page runs nothing.
type Address string

// destination is a merchant's address as a template may write it; empty when
// it leads nowhere a payer may be sent. The core asked when it came: a link
// that a payer follows is worth asking twice.
func destination(address string) Address {
	written, _ := weburl.Destination(address)
	return Address(written)
}
