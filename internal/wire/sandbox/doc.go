// Package sandboxwire owns the bodies of the sandbox API: structs generated from
// api/sandbox.yaml. It must not know routes and rules.
package sandboxwire

//go:generate go tool -modfile=../../../tools/go.mod oapi-codegen -config oapi-codegen.yaml ../../../api/sandbox.yaml
