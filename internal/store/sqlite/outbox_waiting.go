package sqlite

import (
	"context"
	"database/sql"

	"github.com/openhpp/openhpp/internal/outbox"
)

// Waiting implements outbox.Admin.
func (o Outbox) Waiting(ctx context.Context, kind string, limit int) ([]outbox.Waiting, error) {
	rows, err := o.db.read.QueryContext(ctx, `SELECT `+rowColumns+`, reason, waits
		FROM outbox WHERE kind = ? AND state = 'pending' ORDER BY due_at, subject, seq, id LIMIT ?`, kind, limit)
	return collect(rows, err, func(r *sql.Rows) (w outbox.Waiting, err error) {
		var due, created int64
		err = r.Scan(&w.Subject, &w.ID, &w.Kind, &w.Merchant, &w.Seq, &w.Payload, &w.Attempts, &due, &created, &w.Fence, &w.Reason, &w.Behind)
		w.Due, w.CreatedAt = fromMillis(due), fromMillis(created)
		return w, err
	})
}
