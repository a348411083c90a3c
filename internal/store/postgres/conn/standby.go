package conn

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

// unreplicatedKey is where a connection remembers the server's warning.
const unreplicatedKey = "openhpp: not replicated"

// rememberNotice remembers that somebody ended a commit's wait for its
// standby, which the server answers like any other commit. The routine is
// named the same in every language.
func rememberNotice(conn *pgconn.PgConn, n *pgconn.Notice) {
	if n.Routine == "SyncRepWaitForLSN" {
		conn.CustomData()[unreplicatedKey] = true
	}
}

// wasUnreplicated reports whether the last commit did not wait.
func wasUnreplicated(conn *pgxpool.Conn) bool {
	data := conn.Conn().PgConn().CustomData()
	_, was := data[unreplicatedKey]
	delete(data, unreplicatedKey)
	return was
}

// Barrier are two statements, each with a random text for its only argument:
// one that writes a row of no meaning where commits wait for a standby, and
// one that deletes it again.
type Barrier struct{ Insert, Delete string }

// queueBarrier makes a transaction write something and take it back, where
// commits wait for a standby: the commit of this transaction then waits until
// all that was committed before has got there, also what was found saved
// without being known to be. It tells whether there is a standby to wait for.
func (p *Pool) queueBarrier(b *pgx.Batch, waits *bool) {
	key := rand.Text()
	b.Queue(p.barrier.Insert, key).Exec(func(tag pgconn.CommandTag) error {
		*waits = tag.RowsAffected() > 0
		return nil
	})
	b.Queue(p.barrier.Delete, key)
}

// writeBarrier is queueBarrier in a transaction.
func (p *Pool) writeBarrier(ctx context.Context, tx pgx.Tx) (waits bool, err error) {
	var b pgx.Batch
	p.queueBarrier(&b, &waits)
	if err := tx.SendBatch(ctx, &b).Close(); err != nil {
		return false, fmt.Errorf("postgres: write a barrier: %w", err)
	}
	return waits, nil
}
