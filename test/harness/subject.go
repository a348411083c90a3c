package harness

import (
	"context"
	"testing"
)

// T is what the harness needs of a test. The bench, which is no test, brings
// its own.
type T interface {
	Helper()
	Context() context.Context
	TempDir() string
	Cleanup(func())
	Failed() bool
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

var _ T = (*testing.T)(nil)
