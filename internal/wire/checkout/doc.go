// Package checkout holds the wire types of the Checkout API, generated from
// api/checkout.yaml, and those of the payer's side, which that API leaves to
// the provider. It owns shapes only and knows no rule.
package checkout

//go:generate go tool -modfile=../../../tools/go.mod oapi-codegen -config oapi-codegen.yaml ../../../api/checkout.yaml
