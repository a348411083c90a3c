// Package payments owns the wire types of the Payments API, generated from
// api/payments.yaml. It must not know rules.
package payments

//go:generate go tool -modfile=../../../tools/go.mod oapi-codegen -config oapi-codegen.yaml ../../../api/payments.yaml
