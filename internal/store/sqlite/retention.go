package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/retention"
	"github.com/openhpp/openhpp/internal/store/sessionjson"
)

// Retention implements retention.Store.
type Retention struct{ db *DB }

// Retention removes what is past its time.
func (d *DB) Retention() Retention { return Retention{d} }

var _ retention.Store = Retention{}

// Sweep implements retention.Store.
func (r Retention) Sweep(ctx context.Context, kind retention.Kind, b retention.Batch) (retention.Result, error) {
	var result retention.Result
	var err error
	if of, ok := holdable[kind]; ok {
		result, err = r.unheld(ctx, of, b)
	} else {
		result, err = r.aged(ctx, kind, b)
	}
	if err != nil {
		return retention.Result{}, fmt.Errorf("sqlite: sweep %s: %w", kind, err)
	}
	return result, nil
}

// aged are the kinds that nothing holds, by the statement that removes those
// up to an age.
var aged = map[retention.Kind]string{
	retention.Keys: `DELETE FROM idempotency WHERE (merchant_id, key) IN
		(SELECT merchant_id, key FROM idempotency WHERE created_at <= ? ORDER BY created_at LIMIT ?)`,
	retention.Answers: `DELETE FROM playground_answers WHERE (merchant_id, key) IN
		(SELECT merchant_id, key FROM playground_answers WHERE created_at <= ? ORDER BY created_at LIMIT ?)`,
	retention.Messages: `DELETE FROM inbox_messages WHERE (merchant_id, message_id) IN
		(SELECT merchant_id, message_id FROM inbox_messages WHERE received_at <= ? ORDER BY received_at LIMIT ?)`,
	retention.Codes: `DELETE FROM access_codes WHERE secret IN
		(SELECT secret FROM access_codes WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)`,
	retention.Quotas: `DELETE FROM message_quotas WHERE (merchant_id, scope, day) IN
		(SELECT merchant_id, scope, day FROM message_quotas WHERE day < ? ORDER BY day LIMIT ?)`,
}

func (r Retention) aged(ctx context.Context, kind retention.Kind, b retention.Batch) (result retention.Result, err error) {
	age := millis(b.Before)
	if kind == retention.Quotas {
		age = hpp.QuotaDay(b.Before)
	}
	err = r.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		began := time.Now()
		removed, err := tx.ExecContext(ctx, aged[kind], age, b.Limit)
		if err != nil {
			return err
		}
		rows, err := removed.RowsAffected()
		result = retention.Result{Gone: int(rows), More: int(rows) == b.Limit, Work: time.Since(began)}
		return err
	})
	return result, err
}

// mortal is a row that is past its time: when that was, and the version it was
// seen in.
type mortal struct {
	id, payment string // payment: what an order came from
	at, version int64
	document    []byte // of a session
}

// unheld removes the rows of a batch that nothing holds. They are looked for
// without keeping writers off; those that changed since are held.
func (r Retention) unheld(ctx context.Context, of holdableKind, b retention.Batch) (retention.Result, error) {
	after := millis(b.After.Time)
	rows, err := r.db.read.QueryContext(ctx, of.find, millis(b.Before), after, b.After.ID, b.Limit)
	found, err := collect(rows, err, func(r *sql.Rows) (one mortal, err error) {
		return one, r.Scan(&one.id, &one.payment, &one.at, &one.version, &one.document)
	})
	if err != nil || len(found) == 0 {
		return retention.Result{}, err
	}
	last := found[len(found)-1]
	result := retention.Result{Last: retention.Place{Time: fromMillis(last.at), ID: last.id}, More: len(found) == b.Limit}
	settled := slices.DeleteFunc(found, func(one mortal) bool { return one.document != nil && !sessionjson.Settled(one.document) })
	if len(settled) == 0 {
		return result, nil
	}
	err = r.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		began := time.Now()
		gone, err := of.remove(ctx, tx, settled)
		result.Gone, result.Work = gone, time.Since(began)
		return err
	})
	return result, err
}

// remove removes those that are as they were seen and that nothing holds, each
// with all that belongs to it, table by table.
func (k holdableKind) remove(ctx context.Context, tx *transaction, found []mortal) (int, error) {
	seen, err := json.Marshal(tuples(found, func(r mortal) any { return []any{r.id, r.version} }))
	if err != nil {
		return 0, err
	}
	rows, err := tx.QueryContext(ctx, k.free, string(seen))
	gone, err := collect(rows, err, func(r *sql.Rows) (one mortal, err error) { return one, r.Scan(&one.id, &one.payment) })
	if err != nil || len(gone) == 0 {
		return 0, err
	}
	ids, err := json.Marshal(tuples(gone, func(r mortal) any { return []string{r.id, r.payment} }))
	if err != nil {
		return 0, err
	}
	for _, statement := range k.remains {
		if _, err := tx.ExecContext(ctx, statement, string(ids)); err != nil {
			return 0, err
		}
	}
	return len(gone), nil
}

func tuples(rows []mortal, of func(mortal) any) []any {
	all := make([]any, len(rows))
	for i, r := range rows {
		all[i] = of(r)
	}
	return all
}
