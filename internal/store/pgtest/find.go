package pgtest

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// errMissing is what a test fails with where there is no server to start.
var errMissing = errors.New("pgtest: PostgreSQL is not installed; on Debian: apt-get install postgresql (make needs does it)")

// find is the path of a server program: of the PATH, or of the newest version
// that Debian's packages installed beside it.
func find(program string) (string, error) {
	if path, err := exec.LookPath(program); err == nil {
		return filepath.EvalSymlinks(path) // a server looks for its files beside itself
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + program)
	if err != nil {
		return "", err
	}
	slices.SortFunc(found, func(a, b string) int { return len(a) - len(b) }) // 9 before 15
	for _, path := range slices.Backward(found) {
		if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o111 != 0 {
			return path, nil
		}
	}
	return "", errMissing
}
