package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// put writes a process as Linux shows it, with its times in hundredths.
func put(t *testing.T, folder string, pid int, name string, parent, user, system, waitedUser, waitedSystem int) {
	t.Helper()
	at := filepath.Join(folder, fmt.Sprint(pid))
	if err := os.MkdirAll(at, 0o700); err != nil {
		t.Fatal(err)
	}
	stat := fmt.Sprintf("%d (%s) S %d 1 1 0 -1 4194560 1 2 3 4 %d %d %d %d 20 0 1 0\n", pid, name, parent, user, system, waitedUser, waitedSystem)
	if err := os.WriteFile(filepath.Join(at, "stat"), []byte(stat), 0o600); err != nil {
		t.Fatal(err)
	}
}

// The zygote of a browser has waited for a window that is closed, another
// window still runs; a browser of somebody else runs beside.
func TestTimeOfBrowsersIsCounted(t *testing.T) {
	folder := t.TempDir()
	put(t, folder, 10, "go", 1, 900, 0, 0, 0)
	put(t, folder, 11, "screens.test", 10, 900, 0, 0, 0)
	put(t, folder, 12, "chromium-headle", 11, 900, 0, 0, 0) // "go test" waits for it
	put(t, folder, 13, "chromium-headle", 12, 10, 5, 100, 50)
	put(t, folder, 14, "chromium (x) y", 13, 200, 35, 0, 0)
	put(t, folder, 20, "go", 1, 900, 0, 0, 0)
	put(t, folder, 21, "e2e.test", 20, 900, 0, 0, 0)
	put(t, folder, 22, "chromium-headle", 21, 900, 0, 0, 0)
	put(t, folder, 23, "chromium-headle", 22, 100, 0, 0, 0)
	put(t, folder, 30, "chromium", 1, 900, 0, 0, 0)
	put(t, folder, 31, "chromium", 30, 900, 0, 0, 0)
	b := &browsers{used: map[int]map[int]time.Duration{}}
	b.sample(processes(folder))
	if got := b.of(10); got != 4*time.Second {
		t.Errorf("the browser of one stage: %s", got)
	}
	if got := b.of(20); got != time.Second {
		t.Errorf("the browser of another: %s", got)
	}
	for _, ended := range []string{"12", "13", "14"} {
		if err := os.RemoveAll(filepath.Join(folder, ended)); err != nil {
			t.Fatal(err)
		}
	}
	put(t, folder, 15, "chromium-headle", 11, 0, 0, 0, 0)
	put(t, folder, 16, "chromium-headle", 15, 50, 0, 0, 0)
	b.sample(processes(folder))
	if got := b.of(10); got != 4500*time.Millisecond {
		t.Errorf("two browsers, one after the other: %s", got)
	}
}

func TestScratchIsInMemoryWhereItHasTheRoom(t *testing.T) {
	small := filepath.Join(t.TempDir(), "not there")
	folder, remove, err := scratch(small)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Dir(folder) != filepath.Clean(os.TempDir()) {
		t.Errorf("without room it is %s", folder)
	}
	if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("%v, %v: PostgreSQL's account must get through", info, err)
	}
	remove()
	if _, err := os.Stat(folder); err == nil {
		t.Errorf("%s stays", folder)
	}
	if free(memory) < needed {
		return // this machine has no such folder
	}
	if folder, remove, err = scratch(memory); err != nil {
		t.Fatal(err)
	}
	defer remove()
	if filepath.Dir(folder) != memory {
		t.Errorf("with room it is %s", folder)
	}
}

// Whoever is killed needs files that outlive it on what servers have.
func TestServersThatAreKilledWriteToADisk(t *testing.T) {
	for _, s := range append(sideBySide(nil, nil), alone()...) {
		for _, arg := range s.args {
			if (arg == "./test/chaos" || arg == "./test/replicas") && !s.disk {
				t.Errorf("%s writes to memory", s.name)
			}
		}
	}
}
