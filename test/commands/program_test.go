package commands

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/test/harness"
)

func TestMain(m *testing.M) { harness.Main(m) }

// ended is a command that came to its end.
type ended struct {
	status   int
	out, err string
}

// command is a call of the program in a folder of its own, without the settings of whoever runs the tests.
func command(t *testing.T, env []string, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, harness.Binary(t), args...)
	cmd.Dir = t.TempDir()
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "OPENHPP_") {
			cmd.Env = append(cmd.Env, variable)
		}
	}
	cmd.Env = append(cmd.Env, "HOME="+cmd.Dir, "XDG_CONFIG_HOME="+cmd.Dir, "TMPDIR="+cmd.Dir, "NO_PROXY=*")
	cmd.Env = append(cmd.Env, env...)
	return cmd
}

// call runs the program to its end.
func call(t *testing.T, env []string, args ...string) ended {
	t.Helper()
	return finish(t, command(t, env, args...))
}

// finish runs a command to its end, and holds that it left nothing in its folder.
func finish(t *testing.T, cmd *exec.Cmd) ended {
	t.Helper()
	var out, diagnostics bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &diagnostics
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		t.Fatalf("%v: %v, %v", cmd.Args, err, exit)
	}
	return ended{cmd.ProcessState.ExitCode(), out.String(), diagnostics.String()}
}

// leavesNothing holds that a folder is empty.
func leavesNothing(t *testing.T, folder string) {
	t.Helper()
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
