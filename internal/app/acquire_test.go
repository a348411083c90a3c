package app

import (
	"io"
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
	c.Listen = first.listener.Addr().String()
	_, err := Open(t.Context(), c, quiet())
	if err == nil || !strings.Contains(err.Error(), "OPENHPP_LISTEN: port ") || !strings.Contains(err.Error(), "--listen 127.0.0.1:0") {
		t.Errorf("%v", err)
	}
	if left := folder(t, filepath.Dir(strings.TrimPrefix(c.Database, sqliteScheme))); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestOneServerOnOneFile(t *testing.T) {
	c := local(t)
	first, err := Open(t.Context(), c, quiet())
	if err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), c, quiet())
	if err == nil || !strings.Contains(err.Error(), "process "+strconv.Itoa(os.Getpid())) {
		t.Errorf("a second server on the file: %v", err)
	}
	if err := Migrate(t.Context(), c.Database, "postgres://localhost/x", io.Discard); err == nil || !strings.Contains(err.Error(), "--from: another server") {
		t.Errorf("a move of a file in use: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second, err := Open(t.Context(), c, quiet())
	if err != nil {
		t.Fatalf("after the first has ended: %v", err)
	}
	if err := second.Close(); err != nil {
		t.Error(err)
	}
}

// Commands work on the server's files and make none of their own.
func TestCommandsMakeNoFiles(t *testing.T) {
	c := local(t)
	file := strings.TrimPrefix(c.Database, sqliteScheme)
	commands := map[string]func(Admin) error{
		"create":   func(a Admin) error { return a.Create(t.Context(), "Lamps") },
		"list":     func(a Admin) error { return a.List(t.Context()) },
		"rotate":   func(a Admin) error { return a.Rotate(t.Context(), "m", 0) },
		"webhook":  func(a Admin) error { return a.RotateWebhook(t.Context(), "m", 0) },
		"disable":  func(a Admin) error { return a.Disable(t.Context(), "m", true) },
		"enable":   func(a Admin) error { return a.Enable(t.Context(), "m") },
		"profiles": func(a Admin) error { return a.ListProfiles(t.Context(), "m") },
		"replay":   func(a Admin) error { return a.Replay(t.Context(), "") },
	}
	for name, command := range commands {
		if err := command(Admin{Config: c, Out: io.Discard}); err == nil || !strings.Contains(err.Error(), "OPENHPP_DATABASE: there is no file "+file) {
			t.Errorf("%s without a database: %v", name, err)
		}
	}
	if made := folder(t, filepath.Dir(file)); len(made) != 0 {
		t.Errorf("made %v", made)
	}
	server, err := Open(t.Context(), c, quiet())
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(file + ".key"); err != nil {
		t.Fatal(err)
	}
	err = commands["create"](Admin{Config: c, Out: io.Discard})
	if err == nil || !strings.Contains(err.Error(), "OPENHPP_SECRET_FILE: there is no file "+file+".key") {
		t.Errorf("without the secret: %v", err)
	}
	if _, err := os.Stat(file + ".key"); err == nil {
		t.Error("a secret was made that no server knows")
	}
}
