package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/store/postgres/conn"
)

const selectWaiting = `SELECT ` + rowColumns + `, reason, waits FROM outbox
	WHERE kind = $1 AND state = 'pending' ORDER BY due_at, subject, seq, id LIMIT $2`

// Waiting implements outbox.Admin.
func (o Outbox) Waiting(ctx context.Context, kind string, limit int) ([]outbox.Waiting, error) {
	return conn.List(ctx, o.db.pool, func(r pgx.Row) (w outbox.Waiting, err error) {
		var due, created int64
		err = r.Scan(&w.Subject, &w.ID, &w.Kind, &w.Merchant, &w.Seq, &w.Payload, &w.Attempts, &due, &created, &w.Fence, &w.Reason, &w.Behind)
		w.Due, w.CreatedAt = fromMillis(due), fromMillis(created)
		return w, err
	}, selectWaiting, kind, limit)
}
