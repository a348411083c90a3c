package commands

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A browser gets the address; where there is none it is printed.
func TestOpen(t *testing.T) {
	t.Parallel()
	env := playground(t)
	id := works(t, env, "sessions", "create", "-q")
	if got := works(t, env, "open", "inbox"); !strings.HasSuffix(got, "/playground/inbox") {
		t.Errorf("printed %q", got)
	}
	if got := works(t, env, "open", "page", id); !strings.Contains(got, "/hpp/payments/") {
		t.Errorf("printed %q", got)
	}
	browser := filepath.Join(t.TempDir(), "browser")
	if err := os.WriteFile(browser, []byte("#!/bin/sh\necho \"$@\" > \"$0.got\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	works(t, env, "open", "docs", "--browser", browser+" --new")
	got, err := os.ReadFile(browser + ".got")
	if err != nil || !strings.HasPrefix(string(got), "--new http") || !strings.HasSuffix(string(got), "/openapi/hpp.yaml\n") {
		t.Errorf("the browser got %q, %v", got, err)
	}
	for _, args := range [][]string{{"open", "page"}, {"open", "inbox", id}, {"open", "elsewhere"}} {
		if got := call(t, env, args...); got.status != 2 {
			t.Errorf("%v: %+v", args, got)
		}
	}
}
