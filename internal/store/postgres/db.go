package postgres

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/openhpp/openhpp/internal/store/groupcommit"
	"github.com/openhpp/openhpp/internal/store/sqlrows"
)

// DB is an open database. Any number of processes may have it open at once;
// races are decided by the statements' own conditions and by row locks.
type DB struct {
	sqlrows.Stores

	pool  *pgxpool.Pool
	begin pgx.TxOptions
	// pooled is true behind a connection pooler, see greet.
	pooled    bool
	company   *groupcommit.Queue[*parcel]
	questions *groupcommit.Queue[*question]
	// lost is when a connection was last found dead, in Unix nanoseconds.
	lost atomic.Int64
	disk disk
}

// Option changes how Open opens.
type Option func(*link)

// AllowVolatile opens a server that loses acknowledged commits when the power
// fails (fsync or full_page_writes off). It is for tests.
func AllowVolatile() Option { return func(l *link) { l.volatile = true } }

// Open connects to the database that a postgres:// address names and migrates
// its schema as needed. A commit is on the server's disk before it is
// acknowledged; a server that does not promise that is refused. Errors are one
// line for an operator and hold no password.
func Open(ctx context.Context, dsn string, with ...Option) (*DB, error) {
	var l link
	for _, option := range with {
		option(&l)
	}
	config, err := configure(dsn, &l)
	if err != nil {
		return nil, err
	}
	if err := greet(ctx, dsn, config, &l); err != nil {
		return nil, explain(err, config.ConnConfig)
	}
	d := &DB{pooled: l.pooled}
	d.Stores = sqlrows.New(engine{d})
	d.company, d.questions = newCompany(d), newQuestions(d)
	if err := migrate(ctx, config.ConnConfig); err != nil {
		return nil, explain(err, config.ConnConfig)
	}
	if d.pooled {
		d.begin.BeginQuery = beginPooled
	}
	config.ShouldPing = d.shouldPing
	if d.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return nil, explain(err, config.ConnConfig)
	}
	if err := d.checkRights(ctx); err != nil {
		d.pool.Close()
		return nil, explain(err, config.ConnConfig)
	}
	return d, nil
}

// Close waits for what is under way and closes all connections.
func (d *DB) Close() error {
	d.pool.Close()
	return nil
}

// distrust is how long after a lost connection all others are tried before
// they are used: what took one often took them all.
const distrust = 5 * time.Second

// shouldPing reports whether an idle connection is tried before it is used.
func (d *DB) shouldPing(_ context.Context, p pgxpool.ShouldPingParams) bool {
	return p.IdleDuration > time.Second || time.Now().UnixNano()-d.lost.Load() < int64(distrust)
}
