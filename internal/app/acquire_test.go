package app

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// folder is what lies in a folder.
func folder(t *testing.T, path string) []string {
	t.Helper()
	entries, err := os.ReadDir(path)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// A start that fails because its port is taken leaves nothing behind and says
// how to get another.
func TestATakenPortLeavesNoFiles(t *testing.T) {
	first, _ := running(t, local(t))
	c := local(t)
	c.Listen, c.Database = first.listener.Addr().String(), sqliteScheme+filepath.Join(t.TempDir(), "a.db")
	_, err := Open(t.Context(), c, discardLog())
	if err == nil || !strings.Contains(err.Error(), "OPENHPP_LISTEN: port ") || !strings.Contains(err.Error(), "--listen 127.0.0.1:0") {
		t.Errorf("%v", err)
	}
	if left := folder(t, filepath.Dir(strings.TrimPrefix(c.Database, sqliteScheme))); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestOneServerOnOneFile(t *testing.T) {
	c := local(t)
	first, err := Open(t.Context(), c, discardLog())
	if err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), c, discardLog())
	if err == nil || !strings.Contains(err.Error(), "process "+strconv.Itoa(os.Getpid())) {
		t.Errorf("a second server on the file: %v", err)
	}
	if err := Migrate(t.Context(), c.Database, "postgres://localhost/x", func(string, int64, int64) {}); err == nil || !strings.Contains(err.Error(), "--from: another server") {
		t.Errorf("a move of a file in use: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second, err := Open(t.Context(), c, discardLog())
	if err != nil {
		t.Fatalf("after the first has ended: %v", err)
	}
	if err := second.Close(); err != nil {
		t.Error(err)
	}
}
