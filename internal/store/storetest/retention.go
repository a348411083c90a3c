package storetest

import (
	"maps"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/inbox"
	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/retention"
)

// Kept is a database as the tests of its sweeps need it.
type Kept struct {
	Handovers
	Inbox     inbox.Store
	Provider  provider.Store
	Retention retention.Store
	// Count answers how many rows each table has.
	Count func(*testing.T) map[string]int64
}

// RunRetention checks what a store removes, and when. open gives every case a
// new database.
func RunRetention(t *testing.T, open func(*testing.T) Kept) {
	for name, check := range map[string]func(*testing.T, Kept){
		"a session goes with all of it": sessionGoes,
		"to the millisecond":            sessionBorder,
		"a job holds a session":         sessionHeldByJob,
		"an unknown outcome holds":      sessionHeldByAttempt,
		"batch by batch":                sessionBatches,
		"sweeps at once":                sweepsAtOnce,
		"a sweep beside changes":        sweepBesideChanges,
		"keys":                          keysGo,
		"answers":                       answersGo,
		"messages":                      messagesGo,
		"codes":                         codesGo,
		"quotas":                        quotasGo,
		"an order goes with all of it":  orderGoes,
		"an order's time":               orderBorder,
		"a job holds an order":          orderHeldByJob,
		"a payment waits for its order": paymentWaits,
		"a payment without an order":    paymentGoes,
		"a Checkout order":              checkoutGoes,
	} {
		t.Run(name, func(t *testing.T) { check(t, open(t)) })
	}
}

// sweep removes all rows of a kind up to a time, as a sweeper does.
func (k Kept) sweep(t *testing.T, kind retention.Kind, before time.Time, limit int) (gone int) {
	t.Helper()
	batch := retention.Batch{Before: before, Limit: limit}
	for range 1000 {
		result, err := k.Retention.Sweep(t.Context(), kind, batch)
		if err != nil {
			t.Fatal(err)
		}
		if result.Gone > limit {
			t.Fatalf("%d rows went in a batch of %d", result.Gone, limit)
		}
		if gone += result.Gone; !result.More {
			return gone
		}
		batch.After = result.Last
	}
	t.Fatal("the sweep never ends")
	return gone
}

// borders checks that rows whose time is at go then, and not a millisecond earlier.
func (k Kept) borders(t *testing.T, kind retention.Kind, at time.Time, rows int) {
	t.Helper()
	if gone := k.sweep(t, kind, at.Add(-time.Millisecond), 200); gone != 0 {
		t.Errorf("%d %s went a millisecond early", gone, kind)
	}
	if gone := k.sweep(t, kind, at, 200); gone != rows {
		t.Errorf("%d %s went; want %d", gone, kind, rows)
	}
}

// same checks that the tables are as full as they were.
func (k Kept) same(t *testing.T, before map[string]int64) {
	t.Helper()
	if diff := cmp.Diff(only(before), only(k.Count(t))); diff != "" {
		t.Errorf("rows of the tables (-want +got):\n%s", diff)
	}
}

// long is when everything but what a case says otherwise is past its time.
var long = epoch.AddDate(2, 0, 0)

// full is a session that has left a row in every table that it can.
func (k Kept) full(t *testing.T, id string, expires time.Time) {
	t.Helper()
	s := session(id)
	s.ExpiresAt = expires
	ctx := t.Context()
	if _, err := k.Sessions.Insert(ctx, s, hash(id), []hpp.Job{{ID: "x", Kind: hpp.JobExpire, Due: epoch}}, hpp.IdempotencyKey{}); err != nil {
		t.Fatal(err)
	}
	err := hand(t, k.Handovers, id, func(c *hpp.Change) {
		c.Events = []hpp.Event{{ID: id + "-e1", Seq: 1, Status: hpp.InProgress, At: epoch}}
		c.Published = []hpp.MerchantEvent{published(id+"-e1", 1)}
		c.Jobs = append(c.Jobs, hpp.Job{ID: id + "-e1", Kind: hpp.JobCallback, Seq: 1, Due: epoch})
	})
	if err != nil {
		t.Fatal(err)
	}
	m := email(id, 0)
	m.SessionID = id
	keep(t, k.Inbox, m)
}

// discardAll makes a dead letter of every job that is due.
func (k Kept) discardAll(t *testing.T) {
	t.Helper()
	for _, kind := range []hpp.JobKind{hpp.JobExpire, hpp.JobCallback, hpp.JobEmail} {
		rows, err := k.Outbox.Claim(t.Context(), string(kind), epoch, epoch.Add(lease), 100, outbox.Shares{})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if kind == hpp.JobCallback {
				row.Try = &outbox.Try{Endpoint: hpp.StatusUpdate, Result: "timeout", At: epoch}
			}
			if err := k.Outbox.Discard(t.Context(), row, epoch, "given up"); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func (k Kept) there(t *testing.T, id string) bool {
	t.Helper()
	_, err := k.Sessions.Find(t.Context(), hpp.SessionID(id))
	if err != nil && !hpp.IsCode(err, hpp.CodeNotFound) {
		t.Fatal(err)
	}
	return err == nil
}

// only leaves out tables without rows.
func only(counts map[string]int64) map[string]int64 {
	maps.DeleteFunc(counts, func(_ string, n int64) bool { return n == 0 })
	return counts
}
