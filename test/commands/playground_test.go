package commands

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// playground starts one that leaves nothing, and answers the variables that its clients read.
func playground(t *testing.T, args ...string) []string {
	t.Helper()
	cmd := command(t, nil, append([]string{"serve", "--ephemeral", "--listen", "127.0.0.1:0", "--ops-listen", "off", "--log-level", "error", "--ready-file", "ready"}, args...)...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil {
			t.Error("the playground ended with", err)
		}
	})
	text, _ := waitFor(t, filepath.Join(cmd.Dir, "ready"))
	return strings.Fields(text)
}

// works runs a command that must be done, and answers what it printed.
func works(t *testing.T, env []string, args ...string) string {
	t.Helper()
	got := call(t, env, args...)
	if got.status != 0 {
		t.Fatalf("%v: status %d, printed %q, said %q", args, got.status, got.out, got.err)
	}
	return strings.TrimSpace(got.out)
}

// document runs a command with --json and answers its members.
func document(t *testing.T, env []string, args ...string) map[string]any {
	t.Helper()
	out := works(t, env, append(args, "--json")...)
	var members map[string]any
	if err := json.Unmarshal([]byte(out), &members); err != nil || strings.Contains(out, "\n") {
		t.Fatalf("%v: printed %q, %v; want one object on one line", args, out, err)
	}
	return members
}

// text is a member that is a text.
func text(t *testing.T, members map[string]any, name string) string {
	t.Helper()
	value, ok := members[name].(string)
	if !ok || value == "" {
		t.Fatalf("no text %s in %v", name, members)
	}
	return value
}
