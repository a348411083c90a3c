// Package hppwire owns the bodies of the HPP API: structs generated from
// api/hpp.yaml, and how values of the core become them and back. What a
// merchant may read of a session is decided here, once. It must not know routes
// and transports.
package hppwire

//go:generate go tool -modfile=../../../tools/go.mod oapi-codegen -config oapi-codegen.yaml ../../../api/hpp.yaml
