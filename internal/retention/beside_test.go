package retention_test

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/fulltest"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/retention"
	"github.com/openhpp/openhpp/internal/store/sqlite"
)

// filled is a file with many sessions that are past their time, each with what
// a payment leaves behind.
func filled(t *testing.T) *sqlite.DB {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.db")
	db, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := create(t.Context(), db, "template"); err != nil {
		t.Fatal(err)
	}
	beside, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = beside.Close() }()
	for _, statement := range []string{
		`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
			INSERT INTO sessions (session_id, merchant_id, link_hash, provider, payment_kind, payment_id, status, version, created_at, expires_at, document)
			SELECT printf('old%%08d', i), merchant_id, randomblob(16), provider, payment_kind, printf('p%%08d', i), 'COMPLETED', 3, i, i, document
			FROM n JOIN sessions s ON s.session_id = 'template'`,
		`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d), e(s) AS (VALUES (1), (2))
			INSERT INTO events (session_id, seq, event_id, status, at, detail) SELECT printf('old%%08d', i), s, hex(randomblob(16)), 'COMPLETED', i, '' FROM n, e`,
	} {
		if _, err := beside.ExecContext(t.Context(), fmt.Sprintf(statement, old)); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

// create makes a session as merchants do.
func create(ctx context.Context, db *sqlite.DB, id string) error {
	now := time.Now().UTC().Truncate(time.Millisecond)
	_, err := db.Sessions().Insert(ctx, hpp.Session{
		ID: hpp.SessionID(id), Merchant: "m1", Shop: "Lamps & Co", Payment: hpp.PaymentRef{Provider: "builtin", Kind: hpp.KindPayments, ID: "p-" + id},
		Purchase: hpp.Purchase{Country: "SE", Currency: "SEK", Locale: "sv-SE", Amount: 12500, Lines: slices.Repeat([]hpp.Line{{Name: "Lampa", Quantity: 1, Total: 12500}}, 10)},
		Channel:  hpp.Ecommerce, Status: hpp.Waiting, Seed: []byte(id), CreatedAt: now, UpdatedAt: now, ExpiresAt: now.Add(47 * time.Hour),
	}, []byte(id), []hpp.Job{{ID: "x", Kind: hpp.JobExpire, Due: now.Add(47 * time.Hour)}}, hpp.IdempotencyKey{})
	return err
}

// counted counts the batches that were begun, and knows how much work each was.
type counted struct {
	retention.Store
	begun atomic.Int64
	work  []time.Duration
}

func (c *counted) Sweep(ctx context.Context, kind retention.Kind, b retention.Batch) (retention.Result, error) {
	c.begun.Add(1)
	result, err := c.Store.Sweep(ctx, kind, b)
	c.work = append(c.work, result.Work)
	return result, err
}

// A sweep of all that years have left stands in nobody's way: a session that is
// made beside it waits for two batches at most, and a batch is little work. How
// long a busy machine and its disk take is another matter.
func TestSweepBesideWriters(t *testing.T) {
	fulltest.Long(t, "removes thousands of sessions beside writers")
	db := filled(t)
	store := &counted{Store: db.Retention()}
	ctx, stop := context.WithCancel(t.Context())
	var gone atomic.Int64
	swept := make(chan struct{})
	sweeper := retention.NewSweeper(store, retention.Options{
		Now: time.Now, Log: slog.New(slog.DiscardHandler), First: time.Millisecond,
		Observe: func(_ retention.Kind, n int) {
			if gone.Add(int64(n)) == old {
				close(swept)
			}
		},
	}, retention.Rule{Kind: retention.Sessions, Keep: 400 * 24 * time.Hour})
	var all sync.WaitGroup
	all.Go(func() { sweeper.Run(ctx) })
	var mu sync.Mutex
	var waits []time.Duration
	for writer := range 2 {
		all.Go(func() {
			tick := time.NewTicker(3 * time.Millisecond)
			defer tick.Stop()
			for i := 0; ctx.Err() == nil; i++ {
				<-tick.C
				before, began := store.begun.Load(), time.Now()
				if err := create(t.Context(), db, fmt.Sprintf("new-%d-%d", writer, i)); err != nil {
					t.Error(err)
					return
				}
				took := time.Since(began)
				if batches := store.begun.Load() - before; batches > 2 {
					t.Errorf("a session waited for %d batches, %s", batches, took)
				}
				mu.Lock()
				waits = append(waits, took)
				mu.Unlock()
			}
		})
	}
	select {
	case <-swept:
	case <-time.After(4 * time.Minute):
		t.Errorf("%d of %d are gone after four minutes", gone.Load(), old)
	}
	stop()
	all.Wait()
	slices.Sort(store.work)
	if much := store.work[len(store.work)*9/10]; much > 250*time.Millisecond {
		t.Errorf("one batch in ten was more than %s of work", much)
	}
	slices.Sort(waits)
	few := waits[len(waits)*99/100]
	if few > 250*time.Millisecond {
		t.Errorf("one in a hundred sessions took longer than %s", few)
	}
	t.Logf("%d batches, %d sessions made meanwhile; median %s, 99%% %s, longest %s; the greatest batch %s", store.begun.Load(), len(waits), waits[len(waits)/2], few, waits[len(waits)-1], store.work[len(store.work)-1])
}
