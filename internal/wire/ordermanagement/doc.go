// Package ordermanagement owns the wire types of the Order Management API,
// generated from api/ordermanagement.yaml. It must not know rules.
package ordermanagement

//go:generate go tool -modfile=../../../tools/go.mod oapi-codegen -config oapi-codegen.yaml ../../../api/ordermanagement.yaml
