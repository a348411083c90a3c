// Package ordermanagement holds the wire types of the Order Management API,
// generated from api/ordermanagement.yaml. It owns shapes only and knows no
// rule.
package ordermanagement

//go:generate go tool -modfile=../../../tools/go.mod oapi-codegen -config oapi-codegen.yaml ../../../api/ordermanagement.yaml
