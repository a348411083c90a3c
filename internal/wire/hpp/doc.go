// Package hppwire owns the bodies of the HPP API as they stand on the wire:
// structs generated from api/hpp.yaml, and how the core's words become them and
// back: what a merchant may read of a session has one rule. It knows no route
// and no transport.
package hppwire

//go:generate go tool -modfile=../../../tools/go.mod oapi-codegen -config oapi-codegen.yaml ../../../api/hpp.yaml
