// Package payments holds the wire types of the Payments API, generated from
// api/payments.yaml, and those of the payer's side, which that API leaves to
// the provider. It owns shapes only and knows no rule.
package payments

//go:generate go tool -modfile=../../../tools/go.mod oapi-codegen -config oapi-codegen.yaml ../../../api/payments.yaml
