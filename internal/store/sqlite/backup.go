package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// checksum is the end of the name of the file that names a backup's SHA-256,
// as sha256sum writes and reads it.
const checksum = ".sha256"

// Copied is what a backup or a restored file holds.
type Copied struct {
	Bytes   int64
	Tables  []Rows // in the order of their names
	Checked bool   // compared with the SHA-256 written beside the backup
}

// Rows is how many rows a table has.
type Rows struct {
	Table string
	Count int64
}

// Backup copies the file at from, which may be in use, to a new file at to,
// with its SHA-256 beside it. The copy is of one moment, holds all that was
// acknowledged before, is read once through, and on the disk when Backup ends.
func Backup(ctx context.Context, from, to string) (Copied, error) {
	if _, err := os.Stat(from); err != nil {
		return Copied{}, fmt.Errorf("sqlite: backup: %w", err)
	}
	if err := free(to, to+checksum); err != nil {
		return Copied{}, fmt.Errorf("sqlite: backup: %w", err)
	}
	var copied Copied
	err := writeNew(to, func(path string) error {
		if err := vacuum(ctx, from, path); err != nil {
			return err
		}
		var err error
		copied, err = inspect(ctx, path)
		return err
	})
	if err != nil {
		return Copied{}, fmt.Errorf("sqlite: backup: %w", err)
	}
	sum, err := sumOf(to)
	if err != nil {
		return Copied{}, fmt.Errorf("sqlite: backup: %w", err)
	}
	line := sum + "  " + filepath.Base(to) + "\n"
	err = writeNew(to+checksum, func(path string) error { return os.WriteFile(path, []byte(line), 0o600) })
	if err != nil {
		return Copied{}, fmt.Errorf("sqlite: backup: %w", err)
	}
	copied.Checked = true
	return copied, nil
}

// Restore makes a new file at to from the backup at from. What was copied is
// compared with the SHA-256 beside the backup, where there is one, and read
// once through. A file that is at to already stays as it is: that is an error.
func Restore(ctx context.Context, from, to string) (Copied, error) {
	if err := free(to, to+"-wal", to+"-shm"); err != nil { // SQLite would play a log into the restored file
		return Copied{}, fmt.Errorf("sqlite: restore: %w", err)
	}
	var copied Copied
	err := writeNew(to, func(path string) error {
		if err := copyFile(from, path); err != nil {
			return err
		}
		checked, err := checkSum(from, path)
		if err != nil {
			return err
		}
		copied, err = inspect(ctx, path)
		copied.Checked = checked
		return err
	})
	if err != nil {
		return Copied{}, fmt.Errorf("sqlite: restore: %w", err)
	}
	return copied, nil
}

// name gives a file another name. A rename would overwrite; it is for file
// systems without links.
func name(partial, path string) error {
	err := os.Link(partial, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := free(path); err != nil {
		return err
	}
	return os.Rename(partial, path)
}

// free reports the first name that is taken as an error.
func free(paths ...string) error {
	for _, path := range paths {
		if _, err := os.Lstat(path); err == nil {
			return fmt.Errorf("%s is there already: move it away, or choose another name", path)
		}
	}
	return nil
}

// vacuum writes what from holds at this moment to the empty file at to.
// Readers and the writer of from go on meanwhile.
func vacuum(ctx context.Context, from, to string) error {
	db, err := sql.Open("sqlite", existingFileURL(from))
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", to)
	return errors.Join(err, db.Close())
}

// existingFileURL is the address of a file as it is: neither made, nor migrated, nor in another mode.
func existingFileURL(path string) string {
	return fileURL(path) + "?mode=rw&_pragma=busy_timeout(5000)"
}

// writeNew fills a new file that only its owner reads. It has its name when it
// is whole and on the disk; what had the name before is kept (fs.ErrExist).
func writeNew(path string, fill func(path string) error) (err error) {
	partial, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".partial-*")
	if err != nil {
		return err
	}
	defer func() {
		for _, name := range []string{partial.Name(), partial.Name() + "-wal", partial.Name() + "-shm"} {
			if gone := os.Remove(name); !errors.Is(gone, fs.ErrNotExist) {
				err = errors.Join(err, gone)
			}
		}
	}()
	if err := errors.Join(fill(partial.Name()), partial.Sync(), partial.Close()); err != nil {
		return err
	}
	if err := name(partial.Name(), path); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	target, err := os.OpenFile(to, os.O_WRONLY, 0)
	if err != nil {
		return errors.Join(err, source.Close())
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close(), source.Close())
}

// checkSum compares a copy with the SHA-256 that lies beside its backup, and
// reports whether one does.
func checkSum(backup, duplicate string) (bool, error) {
	line, err := os.ReadFile(backup + checksum)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	sum, err := sumOf(duplicate)
	if err != nil {
		return false, err
	}
	if want, _, _ := strings.Cut(string(line), " "); sum != want {
		return false, fmt.Errorf("%s is not what was backed up: its SHA-256 is %s, %s%s says %s", backup, sum, backup, checksum, want)
	}
	return true, nil
}

func sumOf(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	_, err = io.Copy(hash, file)
	return hex.EncodeToString(hash.Sum(nil)), errors.Join(err, file.Close())
}
