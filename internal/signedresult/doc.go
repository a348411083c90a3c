// Package signedresult owns the signed result that a payer who has paid brings
// to the shop: its form and its signatures (docs/signed-result.md). It must not
// know when one is given, or what a session's rules are.
package signedresult
