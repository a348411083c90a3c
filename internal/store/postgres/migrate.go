package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/openhpp/openhpp/internal/store/postgres/conn"
	"github.com/openhpp/openhpp/internal/store/tables"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema up to date, or waits for another process that
// does. A row in a table is the lock: advisory locks belong to a connection,
// and poolers and other engines have none.
func migrate(ctx context.Context, config *pgx.ConnConfig) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	db := stdlib.OpenDB(*conn.WithoutStatementTimeout(config))
	defer func() { _ = db.Close() }()
	silent := slog.New(slog.DiscardHandler)
	locker, err := lock.NewPostgresTableLocker(lock.WithTableLogger(silent), lock.WithTableLockTimeout(200*time.Millisecond, 1500))
	if err != nil {
		return err
	}
	for try := 0; ; try++ {
		// Anew each time: a provider remembers having made its table.
		provider, err := goose.NewProvider(goose.DialectPostgres, db, files, goose.WithLocker(locker), goose.WithSlog(silent))
		if err != nil {
			return err
		}
		err = bringUp(ctx, provider)
		if err == nil || !contended(err) || try == 20 {
			return err
		}
		if !conn.Pause(ctx, 100*time.Millisecond) {
			return ctx.Err()
		}
	}
}

func bringUp(ctx context.Context, provider *goose.Provider) error {
	is, known, err := provider.GetVersions(ctx)
	if err != nil {
		return err
	}
	if is > known {
		return conn.Refusal(fmt.Sprintf("the schema has version %d, this program knows %d: start a newer OpenHPP", is, known))
	}
	if is == known {
		return nil
	}
	_, err = provider.Up(ctx)
	return err
}

// newest is the schema of this version: the number that the name of its last
// migration begins with. Numbers may be left out.
func newest() (int, error) {
	all, err := migrations.ReadDir("migrations") // sorted by name
	if err != nil || len(all) == 0 {
		return 0, err
	}
	number, _, _ := strings.Cut(all[len(all)-1].Name(), "_")
	return strconv.Atoi(number)
}

// contended reports whether a migration met somebody who was in its way: a
// lock that was not free in time, or another process at the same first start.
func contended(err error) bool {
	said, ok := errors.AsType[*pgconn.PgError](err)
	if !ok {
		return false
	}
	switch said.Code {
	case "55P03", "40P01", "40001", // lock not available, deadlock, serialization
		"23505", "42P07", "42710", "XX000": // the same table, made by two at once
		return true
	}
	return false
}

// checkRights refuses a user who may not do all that the program does: the
// schema may have been made by another.
func (d *DB) checkRights(ctx context.Context, server *conn.Server) error {
	var table, right string
	err := d.pool.QueryRow(ctx, `SELECT t, r FROM unnest($1::text[]) AS t, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS r
		WHERE NOT has_table_privilege(t, r) LIMIT 1`, tables.Names()).Scan(&table, &right)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("postgres: read rights: %w", err)
	}
	return conn.Refusal(fmt.Sprintf("user %q may not %s in table %s: GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public", server.Config().User, right, table))
}
