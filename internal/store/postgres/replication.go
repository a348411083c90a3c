package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// errUnreplicated means that a commit is on its server's disk and on no
// standby's, where it should be: it may be lost with the server.
var errUnreplicated = errors.New("postgres: the commit did not wait for its standby")

// warned is where a connection remembers the server's warning.
const warned = "openhpp: not replicated"

// notice remembers that somebody ended a commit's wait for its standby, which
// the server answers like any other commit. The routine is named the same in
// every language.
func notice(conn *pgconn.PgConn, n *pgconn.Notice) {
	if n.Routine == "SyncRepWaitForLSN" {
		conn.CustomData()[warned] = true
	}
}

// unreplicated reports whether the last commit did not wait.
func unreplicated(conn *pgxpool.Conn) bool {
	data := conn.Conn().PgConn().CustomData()
	_, was := data[warned]
	delete(data, warned)
	return was
}

const (
	insertTrace = `INSERT INTO idempotency (merchant_id, key, fingerprint, session_id, created_at)
		SELECT '', $1, '', '', 0 WHERE current_setting('synchronous_standby_names', true) <> ''`
	deleteTrace = `DELETE FROM idempotency WHERE merchant_id = '' AND key = $1`
)

// queueTrace makes a transaction write something and take it back, where
// commits wait for a standby: that of this one then waits for all that was
// committed before, also for what is found saved without being known to have
// got there. It tells whether there is one to wait for.
func queueTrace(b *pgx.Batch, waits *bool) {
	key := rand.Text()
	b.Queue(insertTrace, key).Exec(func(tag pgconn.CommandTag) error {
		*waits = tag.RowsAffected() > 0
		return nil
	})
	b.Queue(deleteTrace, key)
}

// trace is queueTrace in a transaction.
func trace(ctx context.Context, tx pgx.Tx) (waits bool, err error) {
	var b pgx.Batch
	queueTrace(&b, &waits)
	if err := tx.SendBatch(ctx, &b).Close(); err != nil {
		return false, fmt.Errorf("postgres: leave a trace: %w", err)
	}
	return waits, nil
}
