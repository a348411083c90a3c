// Package token owns the built-in provider's Customer Token API
// (docs/spec/provider.md A.10): the life of a payer's standing consent and its
// charges. It must not know how a payer gave it or what becomes of orders.
package token
