//go:build unix

package owner

import (
	"os"
	"path/filepath"
	"syscall"
)

// Inherit gives the file at path to the owner of its folder, if this process
// is root's. Otherwise it does nothing.
func Inherit(path string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	folder, err := os.Stat(filepath.Dir(path))
	if err != nil {
		return err
	}
	if its, ok := folder.Sys().(*syscall.Stat_t); ok {
		return os.Lchown(path, int(its.Uid), int(its.Gid))
	}
	return nil
}
