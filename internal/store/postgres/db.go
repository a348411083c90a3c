package postgres

import (
	"context"

	"github.com/openhpp/openhpp/internal/store/postgres/conn"
	"github.com/openhpp/openhpp/internal/store/sqlrows"
)

// DB is an open database. Any number of processes may have it open at once;
// races are decided by the statements' own conditions and by row locks.
type DB struct {
	sqlrows.Stores

	pool *conn.Pool
}

// Option changes how Open opens.
type Option func(*options)

type options struct{ allowVolatile bool }

// AllowVolatile opens a server that loses acknowledged commits when the power
// fails (fsync or full_page_writes off). It is for tests.
func AllowVolatile() Option { return func(o *options) { o.allowVolatile = true } }

// barrier writes where it stands in nobody's way: the key is of no merchant.
var barrier = conn.Barrier{
	Insert: `INSERT INTO idempotency (merchant_id, key, fingerprint, session_id, created_at)
		SELECT '', $1, '', '', 0 WHERE current_setting('synchronous_standby_names', true) <> ''`,
	Delete: `DELETE FROM idempotency WHERE merchant_id = '' AND key = $1`,
}

// Open connects to the database that a postgres:// address names and migrates
// its schema as needed. A commit is on the server's disk before it is
// acknowledged; a server that does not promise that is refused. Errors are one
// line for an operator and hold no password.
func Open(ctx context.Context, dsn string, with ...Option) (*DB, error) {
	var o options
	for _, option := range with {
		option(&o)
	}
	server, err := conn.Probe(ctx, dsn, o.allowVolatile)
	if err != nil {
		return nil, err
	}
	if err := migrate(ctx, server.Config()); err != nil {
		return nil, server.Explain(err)
	}
	pool, err := server.Connect(ctx, barrier)
	if err != nil {
		return nil, err
	}
	d := &DB{Stores: sqlrows.New(engine{pool}), pool: pool}
	if err := d.checkRights(ctx, server); err != nil {
		pool.Close()
		return nil, server.Explain(err)
	}
	return d, nil
}

// Close waits for what is under way and closes all connections.
func (d *DB) Close() error {
	d.pool.Close()
	return nil
}

// Ready reports whether the database takes writes: it is the leader, and its
// disk has room.
func (d *DB) Ready(ctx context.Context) error { return d.pool.Ready(ctx) }
