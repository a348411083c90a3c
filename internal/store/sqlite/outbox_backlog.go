package sqlite

import (
	"context"
	"database/sql"

	"github.com/openhpp/openhpp/internal/outbox"
)

// Backlog counts the rows of every kind, for an operator's eyes.
func (o Outbox) Backlog(ctx context.Context) ([]outbox.Backlog, error) {
	rows, err := o.db.read.QueryContext(ctx, `SELECT kind, count(*) FILTER (WHERE state = 'pending'),
		count(*) FILTER (WHERE state = 'dead'), min(due_at) FILTER (WHERE state = 'pending') FROM outbox GROUP BY kind ORDER BY kind`)
	return collect(rows, err, func(r *sql.Rows) (b outbox.Backlog, err error) {
		var due sql.NullInt64
		err = r.Scan(&b.Kind, &b.Pending, &b.DeadLetters, &due)
		if due.Valid {
			b.Due = fromMillis(due.Int64)
		}
		return b, err
	})
}
