// Package weburl judges addresses that others wrote: where a payer's browser
// may be sent, and where a merchant's server may be called. It knows the form
// of an address, not who wrote it and not which networks may be reached. It is
// a leaf: it imports the standard library alone, and the core may use it.
package weburl
