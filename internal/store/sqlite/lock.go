package sqlite

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/gofrs/flock"

	"github.com/openhpp/openhpp/internal/owner"
)

// lockSuffix is the end of the name of the file by which servers keep others
// away. It stays there, since removing it would let two in at once.
const lockSuffix = ".lock"

// Lock keeps other servers from a database file. The system ends it with the
// process, whatever the process dies of.
type Lock struct{ file *flock.Flock }

// TakeLock takes the lock of the database file at path, or answers who has it.
func TakeLock(path string) (*Lock, error) {
	name := path + lockSuffix
	lock := flock.New(name, flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o600))
	taken, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("sqlite: lock %s: %w", name, err)
	}
	if !taken {
		return nil, errors.New(inUse(path, name))
	}
	// Where a locked file takes no writes, others are told no number.
	_ = os.WriteFile(name, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600)
	if err := owner.Inherit(name); err != nil {
		return nil, errors.Join(fmt.Errorf("sqlite: lock %s: %w", name, err), lock.Close())
	}
	return &Lock{lock}, nil
}

// inUse says which process has the lock, as far as its file tells.
func inUse(path, name string) string {
	who := "another server"
	if text, err := os.ReadFile(name); err == nil {
		if pid, err := strconv.Atoi(strings.TrimSpace(string(text))); err == nil {
			who += " (process " + strconv.Itoa(pid) + ")"
		}
	}
	return fmt.Sprintf("%s uses %s: stop it first, or give this one a file of its own; several servers share PostgreSQL only", who, path)
}

// Release ends the lock.
func (l *Lock) Release() error {
	if l == nil {
		return nil
	}
	return l.file.Close()
}
