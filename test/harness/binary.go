package harness

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/fulltest"
	"github.com/openhpp/openhpp/internal/store/pgtest"
)

var built struct {
	once sync.Once
	path string
	err  error
}

// BuildFlags are given to "go build" when the program is built.
var BuildFlags []string

// binarySetting names a program that was built already, for all test processes
// of one run.
const binarySetting = "OPENHPP_TEST_BINARY"

// Binary builds the program once for a test process and answers its path.
func Binary(t T) string {
	t.Helper()
	fulltest.Long(t, "drives the whole program")
	if path := os.Getenv(binarySetting); path != "" && len(BuildFlags) == 0 {
		return path
	}
	built.once.Do(func() {
		dir, err := os.MkdirTemp("", "openhpp-test-") // it serves all tests of the process
		if err != nil {
			built.err = err
			return
		}
		built.path = filepath.Join(dir, "openhpp")
		args := append([]string{"build", "-o", built.path}, BuildFlags...)
		out, err := exec.CommandContext(t.Context(), "go", append(args, "github.com/openhpp/openhpp/cmd/openhpp")...).CombinedOutput()
		if err != nil {
			built.err = fmt.Errorf("build: %w\n%s", err, out)
		}
	})
	if built.err != nil {
		t.Fatal(built.err)
	}
	return built.path
}

// Main runs a package's tests, ends the browser they shared and removes the
// program they built.
func Main(m *testing.M) {
	code := pgtest.Run(m.Run)
	stopBrowser()
	RemoveBinary()
	os.Exit(code)
}

// RemoveBinary removes the program that was built.
func RemoveBinary() {
	if built.path != "" {
		_ = os.RemoveAll(filepath.Dir(built.path))
	}
}

// Run runs the program to its end, with settings of its own, and answers what
// it printed.
func Run(t *testing.T, env []string, args ...string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, Binary(t), args...)
	cmd.Env = append(programEnv(cmd), env...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// programEnv is a command's environment without the tests' own variables, which
// the program would take for misspelled settings.
func programEnv(cmd *exec.Cmd) []string {
	return slices.DeleteFunc(cmd.Environ(), func(variable string) bool { return strings.HasPrefix(variable, "OPENHPP_TEST_") })
}
