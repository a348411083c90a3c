// Package payments holds the wire types of the Payments API, generated from
// api/payments.yaml. It owns shapes only and knows no rule.
package payments

//go:generate go tool -modfile=../../../tools/go.mod oapi-codegen -config oapi-codegen.yaml ../../../api/payments.yaml
