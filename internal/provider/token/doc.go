// Package token is the built-in provider's Customer Token API (docs/spec/provider.md
// A.10): a payer's standing consent, charged again and again. It owns the life
// of a token; it knows neither how a payer gave it nor what becomes of orders.
package token
