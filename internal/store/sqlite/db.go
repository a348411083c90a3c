package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"sync"
	"time"

	"github.com/pressly/goose/v3"
	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/openhpp/openhpp/internal/owner"
	"github.com/openhpp/openhpp/internal/store/groupcommit"
	"github.com/openhpp/openhpp/internal/store/sqlrows"
)

//go:embed migrations/*.sql
var migrations embed.FS

// readers bounds the read pool; SQLite readers never block the writer.
const readers = 8

// writersCache is what the writer keeps of the file, in negative KiB: with five
// million sessions the inner pages of the links' index, whose leaves are hit at
// random, fill SQLite's 2 MB.
const writersCache = "-6000"

// DB is an open database file. Writes queue in this process (see
// update) instead of failing as busy.
type DB struct {
	sqlrows.Stores

	pool  *sql.DB // of the writer's connection alone
	write *writer
	read  reader
	queue *groupcommit.Queue[*change]
}

// Open opens the file at path, making and migrating it as needed. A commit
// is on the disk before it is acknowledged: WAL with synchronous=FULL.
func Open(ctx context.Context, path string) (*DB, error) {
	if err := private(path); err != nil {
		return nil, fmt.Errorf("sqlite: %w", err)
	}
	pool, err := sql.Open("sqlite", dsn(path, "_txlock=immediate&_pragma=cache_size("+writersCache+")"))
	if err != nil {
		return nil, fmt.Errorf("sqlite: open %s: %w", path, err)
	}
	pool.SetMaxOpenConns(1)
	read, err := sql.Open("sqlite", dsn(path, "_pragma=query_only(1)"))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("sqlite: open %s: %w", path, err), pool.Close())
	}
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	d := &DB{pool: pool, read: newReader(read)}
	d.Stores, d.queue = sqlrows.New(engine{d}), newQueue(d)
	if err := migrate(ctx, pool); err != nil {
		return nil, errors.Join(fmt.Errorf("sqlite: migrate %s: %w", path, err), d.Close())
	}
	if d.write, err = newWriter(ctx, pool); err != nil {
		return nil, errors.Join(fmt.Errorf("sqlite: open %s: %w", path, err), d.Close())
	}
	return d, nil
}

// creating lets one caller at a time make a file: closing it would end the
// locks that another of this process had on it by then.
var creating sync.Mutex

// private makes a file that is not there, for its owner alone: payers' data will
// be in it. SQLite gives its log the same mode.
func private(path string) error {
	creating.Lock()
	defer creating.Unlock()
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return errors.Join(file.Close(), owner.Inherit(path))
}

func dsn(path, extra string) string {
	return fileURL(path) + "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)" +
		"&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&" + extra
}

// fileURL is how the driver is told a path, whatever is in it.
func fileURL(path string) string {
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath()}).String()
}

// migrate brings the schema up to date. Another process may be doing the same
// (a command beside a running server): its work makes ours fail, so look again.
func migrate(ctx context.Context, pool *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, pool, files)
	if err != nil {
		return err
	}
	for try := 0; ; try++ {
		if _, err = provider.Up(ctx); err == nil || try == 4 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Close flushes the log into the file and closes both pools.
func (d *DB) Close() error {
	var err error
	if d.write != nil {
		err = d.write.close()
	}
	return errors.Join(d.read.Close(), err, d.pool.Close())
}

// Ready reports whether the database takes writes.
func (d *DB) Ready(ctx context.Context) error {
	return d.update(ctx, func(ctx context.Context, tx *transaction) error {
		_, err := tx.ExecContext(ctx, "SELECT 1")
		return err
	})
}

// isUnique reports whether err is a broken unique or primary key.
func isUnique(err error) bool {
	e, ok := errors.AsType[*driver.Error](err)
	return ok && (e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
}

func millis(t time.Time) int64 { return t.UnixMilli() }

func fromMillis(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
