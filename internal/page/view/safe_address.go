package view

import "github.com/openhpp/openhpp/internal/weburl"

// Address is a checked link: as a target in a page it runs no script.
type Address string

// safeAddress is a merchant's address as a template may write it; empty when
// a payer may not be sent there. The core checked it on arrival; it is checked
// again because a payer follows it.
func safeAddress(address string) Address {
	written, _ := weburl.Destination(address)
	return Address(written)
}
