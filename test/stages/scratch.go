package main

import (
	"fmt"
	"os"
)

// memory is a file system that machines keep in memory. Databases there answer
// a write at once, where a disk that all stages share takes longer than the
// test itself. What is stored is the same: a process that is killed leaves its
// files either way.
const memory = "/dev/shm"

// needed is what must be free there: several databases and servers, and the
// programs that go links.
const needed = 6 << 30 // bytes

// scratch makes the folder that tests write to. It is in memory when that has
// the room, and open to the account under which PostgreSQL runs.
func scratch(parent string) (folder string, remove func(), err error) {
	if free(parent) < needed {
		parent = os.TempDir()
	}
	if folder, err = os.MkdirTemp(parent, "openhpp-"); err != nil {
		return "", nil, err
	}
	remove = func() {
		if err := os.RemoveAll(folder); err != nil {
			_, _ = fmt.Fprintln(os.Stderr, err)
		}
	}
	if err := os.Chmod(folder, 0o755); err != nil { //nolint:gosec // as said above
		remove()
		return "", nil, err
	}
	return folder, remove, nil
}
