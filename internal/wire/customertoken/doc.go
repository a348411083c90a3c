// Package customertoken holds the wire types of the Customer Token API,
// generated from api/customertoken.yaml. It owns shapes only and knows no
// rule.
package customertoken

//go:generate go tool -modfile=../../../tools/go.mod oapi-codegen -config oapi-codegen.yaml ../../../api/customertoken.yaml
