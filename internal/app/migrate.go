package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/openhpp/openhpp/internal/store/sqlite"
	"github.com/openhpp/openhpp/internal/store/transfer"
)

// Migrate copies everything from a SQLite file to a PostgreSQL database and
// compares both. Broken off, it goes on when it is run again. No server should
// use the file meanwhile. progress is told how many rows of a table are there.
func Migrate(ctx context.Context, from, to string, progress func(table string, there, all int64)) error {
	file, ok := strings.CutPrefix(from, sqliteScheme)
	if !ok || file == "" {
		return errors.New("--from must be sqlite:/path/file.db")
	}
	if !isPostgres(to) {
		return errors.New("--to must be postgres://user:password@host/database")
	}
	if _, err := os.Stat(file); err != nil {
		return fmt.Errorf("--from: %w", err)
	}
	lock, err := sqlite.TakeLock(file)
	if err != nil {
		return fmt.Errorf("--from: %w", err)
	}
	defer func() { _ = lock.Release() }()
	for name, address := range map[string]string{"--from": from, "--to": to} { // both get today's schema
		db, err := openDatabase(ctx, address)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := db.Close(); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return transfer.Move{File: file, To: to, Progress: progress}.Run(ctx)
}
