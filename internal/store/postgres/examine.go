package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/doctor"
	"github.com/openhpp/openhpp/internal/store/postgres/conn"
)

// Examine looks at the database that a postgres:// address names and changes nothing. That the
// server loses acknowledged commits when the power fails is an error, as it is for Open.
func Examine(ctx context.Context, dsn string, with ...Option) (doctor.Database, error) {
	var o options
	for _, option := range with {
		option(&o)
	}
	var found doctor.Database
	server, err := conn.Probe(ctx, dsn, o.allowVolatile)
	if err != nil {
		return found, err
	}
	db, err := pgx.ConnectConfig(ctx, server.Config())
	if err != nil {
		return found, server.Explain(err)
	}
	defer func() { _ = db.Close(context.WithoutCancel(ctx)) }()
	if found.Known, err = newest(); err != nil {
		return found, err
	}
	var due *int64
	err = db.QueryRow(ctx, `SELECT (SELECT max(version_id) FROM goose_db_version WHERE is_applied),
		clock_timestamp(), (SELECT min(due_at) FROM outbox WHERE state = 'pending')`).Scan(&found.Schema, &found.Now, &due)
	if err != nil {
		return found, server.Explain(err)
	}
	if due != nil {
		found.OldestDue = time.UnixMilli(*due)
	}
	if found.Schema != found.Known {
		return found, nil
	}
	rows, err := db.Query(ctx, "SELECT DISTINCT upstream FROM upstream_credentials ORDER BY upstream")
	if err == nil {
		found.Upstreams, err = pgx.CollectRows(rows, pgx.RowTo[string])
	}
	if err != nil {
		return found, server.Explain(err)
	}
	return found, nil
}
