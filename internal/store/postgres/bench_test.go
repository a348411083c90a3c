package postgres_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/store/pgtest"
	"github.com/openhpp/openhpp/internal/store/postgres"
)

// parallel runs b.N acts by as many workers.
func parallel(b *testing.B, workers int, act func(ctx context.Context, n int64) error) {
	b.Helper()
	var next atomic.Int64
	done := make(chan error, workers)
	b.ResetTimer()
	for range workers {
		go func() {
			for {
				n := next.Add(1)
				if n > int64(b.N) {
					done <- nil
					return
				}
				if err := act(b.Context(), n); err != nil {
					done <- err
					return
				}
			}
		}()
	}
	for range workers {
		if err := <-done; err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "ops/s")
}

// Each is measured beside what a program that does nothing else gets from the
// same server: one row of the same size in each commit, by a prepared
// statement.
func Benchmark(b *testing.B) {
	for _, durable := range []bool{false, true} {
		server := pgtest.New(b, durable)
		for mode, parameter := range map[string]string{"prepared": "", "described": "&default_query_exec_mode=cache_describe"} {
			address := server.Create(b, "template1") + parameter
			db, err := postgres.Open(b.Context(), address, postgres.AllowVolatile())
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() { _ = db.Close() })
			for _, workers := range []int{1, 16, 64} {
				b.Run(fmt.Sprintf("durable=%v/%s/%d", durable, mode, workers), func(b *testing.B) { operations(b, db, workers) })
			}
		}
		for _, workers := range []int{1, 16, 64} {
			b.Run(fmt.Sprintf("durable=%v/floor/%d", durable, workers), func(b *testing.B) { floor(b, server, workers) })
		}
	}
}

var run atomic.Int64

func operations(b *testing.B, db *postgres.DB, workers int) {
	b.Helper()
	session := func(id string) hpp.Session {
		s := newSession(id)
		for range 8 { // 1.5 KB, as sessions are
			s.Purchase.Lines = append(s.Purchase.Lines, hpp.Line{Type: "physical", Name: "A lamp of brass with a shade", Quantity: 1, Unit: "pcs", Total: 12500})
		}
		return s
	}
	b.Run("create", func(b *testing.B) {
		prefix := fmt.Sprint("r", run.Add(1), "-")
		parallel(b, workers, func(ctx context.Context, n int64) error {
			id := prefix + fmt.Sprint(n)
			_, err := db.Sessions().Insert(ctx, session(id), []byte(id), expireJob(id), hpp.IdempotencyKey{})
			return err
		})
	})
	const many = 200
	prefix := fmt.Sprint("r", run.Add(1), "-")
	for n := range many {
		id := prefix + fmt.Sprint(n)
		if _, err := db.Sessions().Insert(b.Context(), session(id), []byte(id), nil, hpp.IdempotencyKey{}); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("read", func(b *testing.B) {
		parallel(b, workers, func(ctx context.Context, n int64) error {
			_, err := db.Sessions().FindForMerchant(ctx, "m1", hpp.SessionID(prefix+fmt.Sprint(n%many)))
			return err
		})
	})
	b.Run("link", func(b *testing.B) {
		parallel(b, workers, func(ctx context.Context, n int64) error {
			_, err := db.Sessions().FindByLink(ctx, []byte(prefix+fmt.Sprint(n%many)))
			return err
		})
	})
	b.Run("update", func(b *testing.B) {
		mark := fmt.Sprint("u", run.Add(1), "-")
		parallel(b, workers, func(ctx context.Context, n int64) error {
			_, err := count(ctx, db, prefix+fmt.Sprint(n%many), mark+fmt.Sprint(n))
			return err
		})
	})
	b.Run("callback", func(b *testing.B) { callbacks(b, db, workers) })
}

// callbacks has one claimer, as a process has, and as many who say done.
func callbacks(b *testing.B, db *postgres.DB, workers int) {
	b.Helper()
	id := fmt.Sprint("r", run.Add(1))
	if _, err := db.Sessions().Insert(b.Context(), newSession(id), []byte(id), nil, hpp.IdempotencyKey{}); err != nil {
		b.Fatal(err)
	}
	kind := hpp.JobKind(id)
	for made := 0; made < b.N; made += 500 {
		var jobs []hpp.Job
		for n := made; n < min(made+500, b.N); n++ {
			jobs = append(jobs, hpp.Job{ID: fmt.Sprint(n), Kind: kind, Independent: true, Due: epoch, Payload: make([]byte, 600)})
		}
		if _, err := db.Sessions().Update(b.Context(), hpp.SessionID(id), func(*hpp.Session) (hpp.Change, error) { return hpp.Change{Jobs: jobs}, nil }); err != nil {
			b.Fatal(err)
		}
	}
	work := make(chan outbox.Job, 16)
	failed := make(chan error, 1)
	go func() {
		defer close(work)
		for {
			rows, err := db.Outbox().Claim(b.Context(), string(kind), epoch, epoch.Add(time.Hour), 16, outbox.Shares{})
			if err != nil || len(rows) == 0 {
				failed <- err
				return
			}
			for _, row := range rows {
				work <- row
			}
		}
	}()
	parallel(b, workers, func(ctx context.Context, _ int64) error { return db.Outbox().Done(ctx, <-work) })
	b.StopTimer()
	if err := <-failed; err != nil {
		b.Fatal(err)
	}
}

func floor(b *testing.B, server *pgtest.Server, workers int) {
	b.Helper()
	pool, err := pgxpool.New(b.Context(), server.Create(b, "template1")+"&pool_max_conns=16")
	if err != nil {
		b.Fatal(err)
	}
	defer pool.Close()
	if _, err := pool.Exec(b.Context(), "CREATE TABLE plain (id TEXT PRIMARY KEY, document TEXT)"); err != nil {
		b.Fatal(err)
	}
	text := fmt.Sprintf("%1500d", 1)
	b.Run("insert", func(b *testing.B) {
		prefix := fmt.Sprint("r", run.Add(1), "-")
		parallel(b, workers, func(ctx context.Context, n int64) error {
			_, err := pool.Exec(ctx, "INSERT INTO plain (id, document) VALUES ($1, $2)", prefix+fmt.Sprint(n), text)
			return err
		})
	})
	b.Run("select", func(b *testing.B) {
		if _, err := pool.Exec(b.Context(), "INSERT INTO plain (id, document) VALUES ('one', $1) ON CONFLICT DO NOTHING", text); err != nil {
			b.Fatal(err)
		}
		parallel(b, workers, func(ctx context.Context, _ int64) error {
			var document string
			return pool.QueryRow(ctx, "SELECT document FROM plain WHERE id = $1", "one").Scan(&document)
		})
	})
}
