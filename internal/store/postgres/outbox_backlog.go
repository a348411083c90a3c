package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/store/postgres/conn"
)

const selectBacklog = `SELECT kind, count(*) FILTER (WHERE state = 'pending'), count(*) FILTER (WHERE state = 'dead'),
	min(due_at) FILTER (WHERE state = 'pending') FROM outbox GROUP BY kind ORDER BY kind`

// Backlog counts the rows of every kind, for an operator's eyes.
func (o Outbox) Backlog(ctx context.Context) ([]outbox.Backlog, error) {
	return conn.List(ctx, o.db.pool, func(r pgx.Row) (b outbox.Backlog, err error) {
		var due *int64
		err = r.Scan(&b.Kind, &b.Pending, &b.DeadLetters, &due)
		b.Due = fromOptional(due)
		return b, err
	}, selectBacklog)
}
