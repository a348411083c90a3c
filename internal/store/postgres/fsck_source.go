package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/openhpp/openhpp/internal/fsck"
	"github.com/openhpp/openhpp/internal/store/fscksource"
	"github.com/openhpp/openhpp/internal/store/postgres/conn"
)

// beginSnapshot begins a look at one moment. It may take as long as it takes:
// nobody waits for it.
const beginSnapshot = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0`

// WithFsckSource opens the database as of this moment, to be looked at alone; servers
// may go on with it meanwhile, and it may be a standby. A database of another
// schema is an error: nothing is migrated.
func WithFsckSource(ctx context.Context, dsn string, use func(fsck.Source) error) error {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return conn.ErrAddress // the error's text may hold the password
	}
	config.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol // what a pooler hands on too
	c, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return conn.Explain(err, config)
	}
	defer func() { _ = c.Close(context.WithoutCancel(ctx)) }()
	spread := conn.HasNodes(ctx, c)
	tx, err := c.BeginTx(ctx, pgx.TxOptions{BeginQuery: beginSnapshot})
	if err != nil {
		return conn.Explain(err, config)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	if err := current(ctx, tx); err != nil {
		return err
	}
	cursors := 0
	return use(fscksource.Snapshot{LinksApart: true, Spread: spread, Query: func(ctx context.Context, statement string) (fscksource.Rows, error) {
		cursors++
		return conn.Declare(ctx, tx, fmt.Sprintf("fsck_%d", cursors), statement)
	}})
}

// current reports as an error a database of any other schema than today's.
func current(ctx context.Context, tx pgx.Tx) error {
	var version int
	err := tx.QueryRow(ctx, "SELECT max(version_id) FROM goose_db_version WHERE is_applied").Scan(&version)
	if said, ok := errors.AsType[*pgconn.PgError](err); ok && said.Code == "42P01" {
		return conn.Refusal("this is no database of OpenHPP")
	}
	if err != nil {
		return fmt.Errorf("postgres: read the schema's version: %w", err)
	}
	ours, err := newest()
	if err != nil {
		return err
	}
	if version != ours {
		return conn.Refusal(fmt.Sprintf("the schema has version %d, this program checks %d: use the version that the servers have", version, ours))
	}
	return nil
}
