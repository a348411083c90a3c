package secret

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestLoadMakesAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	first, err := Load("", file, nil)
	if err != nil {
		t.Fatal(err)
	}
	if raw, err := hex.DecodeString(string(first)); err != nil || len(raw) != Min {
		t.Errorf("made %q", first)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
	again, err := Load("", file, nil)
	if err != nil || !bytes.Equal(first, again) {
		t.Errorf("read again as %q, %v", again, err)
	}
	asValue, err := Load(" "+string(first)+"\n", "", nil)
	if err != nil || !bytes.Equal(first, asValue) {
		t.Errorf("given as a value it is %q, %v", asValue, err)
	}
	other, err := Load("", filepath.Join(t.TempDir(), "secret"), nil)
	if err != nil || bytes.Equal(first, other) {
		t.Errorf("another server has %q, %v", other, err)
	}
	left, err := os.ReadDir(filepath.Dir(file))
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// Servers that start at once must end with one secret, and none may read half
// a file.
func TestLoadTogether(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	secrets := make([]string, 16)
	var wg sync.WaitGroup
	for i := range secrets {
		wg.Go(func() {
			secret, err := Load("", file, nil)
			if err != nil {
				t.Error(err)
			}
			secrets[i] = string(secret)
		})
	}
	wg.Wait()
	for _, secret := range secrets {
		if secret == "" || secret != secrets[0] {
			t.Errorf("%q and %q", secret, secrets[0])
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	good := strings.Repeat("s", Min)
	dir := t.TempDir()
	write := func(name, text string, mode fs.FileMode) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(file, mode); err != nil { // whatever the umask
			t.Fatal(err)
		}
		return file
	}
	for name, c := range map[string]struct{ value, file, message string }{
		"a short value":       {good[1:], "", "must be at least 32 bytes"},
		"a value of blanks":   {strings.Repeat(" ", 64), "", "must be at least 32 bytes"},
		"an empty file":       {"", write("empty", "", 0o600), "must be at least 32 bytes"},
		"a short file":        {"", write("short", good[1:]+"\n", 0o600), "must be at least 32 bytes"},
		"readable by all":     {"", write("all", good, 0o604), "chmod 600"},
		"readable by a group": {"", write("group", good, 0o640), "chmod 600"},
		"writable by a group": {"", write("written", good, 0o620), "chmod 600"},
		"a huge file":         {"", write("huge", strings.Repeat("s", maxFile+1), 0o600), "at most 4096 bytes"},
		"a directory":         {"", dir, "must be a file"},
		"no such directory":   {"", filepath.Join(dir, "none", "secret"), "none"},
		"no name":             {"", "", "must be given"},
	} {
		t.Run(name, func(t *testing.T) {
			secret, err := Load(c.value, c.file, nil)
			if err == nil || secret != nil {
				t.Fatalf("accepted as %q", secret)
			}
			if !strings.Contains(err.Error(), c.message) {
				t.Errorf("%v does not say %q", err, c.message)
			}
			if strings.Contains(err.Error(), "sss") {
				t.Errorf("%v tells the secret", err)
			}
		})
	}
}

func TestLoadReadsFiles(t *testing.T) {
	for name, text := range map[string]string{"bare": strings.Repeat("s", Min), "with a line end": strings.Repeat("s", Min) + "\r\n", "long": strings.Repeat("s", maxFile)} {
		file := filepath.Join(t.TempDir(), "secret")
		if err := os.WriteFile(file, []byte(text), 0o400); err != nil {
			t.Fatal(err)
		}
		secret, err := Load("", file, nil)
		if err != nil || string(secret) != strings.TrimSpace(text) {
			t.Errorf("%s: %q, %v", name, secret, err)
		}
	}
}

func TestLoadValueTouchesNoFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	if _, err := Load(strings.Repeat("s", Min), file, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("stat: %v", err)
	}
}
