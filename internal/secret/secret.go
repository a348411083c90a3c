package secret

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

const (
	// Min is the length of the shortest secret accepted, in bytes.
	Min     = 32
	maxFile = 4 << 10 // bytes
)

// Load answers the server's secret: value when one is given, else the text of
// file, which is made from random bytes when it is missing. A value copied out
// of the file is the same secret. Two processes that start at once agree on one
// file. own, which may be nil, gives the new file to whom it belongs. A file that
// others may read is refused: it is no secret.
func Load(value, file string, own func(path string) error) ([]byte, error) {
	secret, err := Existing(value, file)
	if !errors.Is(err, fs.ErrNotExist) {
		return secret, err
	}
	if err := create(file, own); err != nil {
		return nil, fmt.Errorf("secret: make %s: %w", file, err)
	}
	return read(file)
}

// Existing answers the server's secret as Load does and makes no file: fs.ErrNotExist
// when it is missing.
func Existing(value, file string) ([]byte, error) {
	if value != "" {
		return check([]byte(value), "the secret given")
	}
	if file == "" {
		return nil, errors.New("secret: a secret or a file to keep one in must be given")
	}
	return read(file)
}

func read(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	const others = 0o077
	switch {
	case !info.Mode().IsRegular() || info.Size() > maxFile:
		return nil, fmt.Errorf("secret: %s must be a file of at most %d bytes", file, maxFile)
	case info.Mode().Perm()&others != 0 && runtime.GOOS != "windows":
		return nil, fmt.Errorf("secret: %s may be read by others (mode %04o); run chmod 600 on it", file, info.Mode().Perm())
	}
	text := make([]byte, maxFile)
	n, err := f.Read(text)
	if err != nil && n == 0 && info.Size() > 0 {
		return nil, fmt.Errorf("secret: read %s: %w", file, err)
	}
	return check(text[:n], file)
}

func check(text []byte, where string) ([]byte, error) {
	text = bytes.TrimSpace(text)
	if len(text) < Min {
		return nil, fmt.Errorf("secret: %s must be at least %d bytes", where, Min)
	}
	return text, nil
}

// create writes a whole file beside the place and links it there, which fails
// when another process was first: then its secret counts.
func create(file string, own func(path string) error) error {
	temp, err := os.CreateTemp(filepath.Dir(file), ".secret-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	random := make([]byte, Min)
	_, _ = rand.Read(random) // never fails
	_, err = temp.WriteString(hex.EncodeToString(random) + "\n")
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	if own != nil {
		if err := own(temp.Name()); err != nil {
			return err
		}
	}
	if err := os.Link(temp.Name(), file); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(filepath.Dir(file))
}

// syncDir makes the new name durable: a secret lost with the power would make
// every stored credential useless.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
