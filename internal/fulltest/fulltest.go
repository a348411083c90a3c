// Package fulltest owns the decision about a test that this run cannot or need
// not make: it is skipped and says why; where everything must run, it fails. It
// must not know what is tested.
package fulltest

import (
	"os"
	"testing"
)

// Setting is the variable that asks for everything, as `make test` does.
const Setting = "OPENHPP_TEST_FULL"

// TB is what is needed of a test.
type TB interface {
	Helper()
	Fatal(args ...any)
}

// Lack ends a test whose machine lacks a program. The reason names the program
// and how to get it.
func Lack(tb TB, reason error) {
	tb.Helper()
	if skipper, ok := tb.(interface{ Skip(args ...any) }); ok && os.Getenv(Setting) != "1" {
		skipper.Skip(reason)
	}
	tb.Fatal(reason)
}

// Long ends a test that takes too long for `go test -short`. The reason says
// what it waits for.
func Long(tb TB, reason string) {
	tb.Helper()
	skipper, ok := tb.(interface{ Skip(args ...any) })
	if ok && testing.Testing() && testing.Short() && os.Getenv(Setting) != "1" {
		skipper.Skip("-short: " + reason)
	}
}
