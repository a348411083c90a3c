//go:build unix

package owner_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/openhpp/openhpp/internal/owner"
)

// A file that root makes belongs to the folder's owner; anybody else's stays
// their own.
func TestInherit(t *testing.T) {
	folder := t.TempDir()
	want := uint32(os.Getuid())
	if os.Geteuid() == 0 {
		want = 65532
		if err := os.Chown(folder, 65532, 65532); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(folder, "new")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := owner.Inherit(path); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if its, ok := info.Sys().(*syscall.Stat_t); !ok || its.Uid != want || info.Mode() != 0o600 {
		t.Errorf("%+v with mode %v; want it to belong to %d", info.Sys(), info.Mode(), want)
	}
}
