package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/openhpp/openhpp/internal/store/sqlite"
)

// errNoFile is about databases that have better means of their own.
var errNoFile = errors.New("this is for the embedded file (sqlite:/path/file.db); PostgreSQL has base backups and its own tools")

// Backup copies the embedded file to a new file, beside a running server.
func Backup(ctx context.Context, c Config, to string) (sqlite.Copied, error) {
	file, ok := strings.CutPrefix(c.Database, sqliteScheme)
	if !ok {
		return sqlite.Copied{}, fmt.Errorf("OPENHPP_DATABASE: %w", errNoFile)
	}
	if err := c.exists(); err != nil {
		return sqlite.Copied{}, err
	}
	return sqlite.Backup(ctx, file, to)
}

// Restore makes the embedded file anew from a backup, and answers where it is. It
// must not exist.
func Restore(ctx context.Context, c Config, from string) (file string, copied sqlite.Copied, err error) {
	file, ok := strings.CutPrefix(c.Database, sqliteScheme)
	if !ok {
		return "", sqlite.Copied{}, fmt.Errorf("OPENHPP_DATABASE: %w", errNoFile)
	}
	copied, err = sqlite.Restore(ctx, from, file)
	return file, copied, err
}

// SecretPlace is where the server's secret is: its file, or the variable that
// gives it.
func (c *Config) SecretPlace() string {
	if c.Secret != "" {
		return "OPENHPP_SECRET"
	}
	return c.secretFile()
}
