// Package weburl owns which addresses that others wrote may be used: where a
// payer's browser may be sent, and where a merchant's server may be called. It
// judges the form of an address and must not know who wrote it or which
// networks may be reached. It is a leaf: it imports the standard library alone,
// and the core may use it.
package weburl
