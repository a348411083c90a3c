// Package checkout holds the wire types of the Checkout API, generated from
// api/checkout.yaml, and the answer it makes of them. It owns shapes only and
// knows no rule.
package checkout

//go:generate go tool -modfile=../../../tools/go.mod oapi-codegen -config oapi-codegen.yaml ../../../api/checkout.yaml
