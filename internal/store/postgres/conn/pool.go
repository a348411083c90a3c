package conn

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/openhpp/openhpp/internal/store/groupcommit"
)

// Pool is an open database. Any number of processes may have it open at once;
// races are decided by the statements' own conditions and by row locks.
type Pool struct {
	pool    *pgxpool.Pool
	begin   pgx.TxOptions
	pooled  bool // behind a connection pooler, see probe
	barrier Barrier
	writes  *groupcommit.Queue[*writeRequest]
	reads   *groupcommit.Queue[*rowRead]
	// lastLost is when a connection was last found dead, in Unix nanoseconds.
	lastLost atomic.Int64
	disk     disk
}

// Connect opens a pool of connections to a server that Probe has looked at.
func (s *Server) Connect(ctx context.Context, barrier Barrier) (*Pool, error) {
	p := &Pool{pooled: s.pooled, barrier: barrier}
	p.writes, p.reads = newWriteQueue(p), newReadQueue(p)
	if p.pooled {
		p.begin.BeginQuery = beginPooled
	}
	s.config.ShouldPing = p.shouldPing
	var err error
	if p.pool, err = pgxpool.NewWithConfig(ctx, s.config); err != nil {
		return nil, s.Explain(err)
	}
	return p, nil
}

// Close waits for what is under way and closes all connections.
func (p *Pool) Close() { p.pool.Close() }

// Pgx is the pool as the driver has it, without retries and batches. Tests look
// at plans and locks by it.
func (p *Pool) Pgx() *pgxpool.Pool { return p.pool }

// suspectFor is how long after a lost connection all others are tried before
// they are used: what took one often took them all.
const suspectFor = 5 * time.Second

// shouldPing reports whether an idle connection is tried before it is used.
func (p *Pool) shouldPing(_ context.Context, of pgxpool.ShouldPingParams) bool {
	return of.IdleDuration > time.Second || time.Now().UnixNano()-p.lastLost.Load() < int64(suspectFor)
}
