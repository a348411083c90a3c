package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/outbox"
)

func endedLease(t *testing.T, f OutboxFixture) {
	put(t, f, "s1", job("e1", 1, epoch))
	first := takeOne(t, f, epoch, "e1")
	takeNone(t, f, epoch.Add(lease-time.Millisecond))
	second := takeOne(t, f, epoch.Add(lease), "e1")
	if second.Fence == first.Fence || second.Attempts != 0 {
		t.Errorf("the second lease is %+v after %+v", second, first)
	}
	must(t, f.Rows.Done(t.Context(), second))
}

// records are the four ways to end a lease.
func records(t *testing.T, f OutboxFixture) map[string]func(outbox.Job) error {
	return map[string]func(outbox.Job) error{
		"done":     func(row outbox.Job) error { return f.Rows.Done(t.Context(), row) },
		"retry":    func(row outbox.Job) error { return f.Rows.Retry(t.Context(), row, epoch.Add(9*time.Hour), "x") },
		"postpone": func(row outbox.Job) error { return f.Rows.Postpone(t.Context(), row, epoch.Add(9*time.Hour), "x") },
		"discard":  func(row outbox.Job) error { return f.Rows.Discard(t.Context(), row, epoch, "x") },
	}
}

func lostLease(t *testing.T, f OutboxFixture) {
	for name, record := range records(t, f) {
		put(t, f, name, job(name, 1, epoch))
		late := takeOne(t, f, epoch, name)
		holder := takeOne(t, f, epoch.Add(lease), name)
		if err := record(late); !errors.Is(err, outbox.ErrStale) {
			t.Errorf("%s on a lost lease = %v", name, err)
		}
		takeNone(t, f, epoch.Add(lease)) // the holder still has it
		if err := f.Rows.Done(t.Context(), holder); err != nil {
			t.Errorf("the holder's done after a late %s = %v", name, err)
		}
		if err := record(late); !errors.Is(err, outbox.ErrStale) {
			t.Errorf("%s on a finished row = %v", name, err)
		}
	}
	if dead, err := f.Rows.DeadLetters(t.Context(), "callback", 10); err != nil || len(dead) != 0 {
		t.Errorf("dead %v, %v", dead, err)
	}
}

func recordedOnce(t *testing.T, f OutboxFixture) {
	for name, record := range records(t, f) {
		put(t, f, name, job(name, 1, epoch))
		row := takeOne(t, f, epoch, name)
		must(t, record(row))
		for again, second := range records(t, f) {
			if err := second(row); !errors.Is(err, outbox.ErrStale) {
				t.Errorf("%s after %s = %v", again, name, err)
			}
		}
	}
}

func triesCounted(t *testing.T, f OutboxFixture) {
	put(t, f, "s1", job("e1", 1, epoch))
	now := epoch
	for want := range 3 {
		row := takeOne(t, f, now, "e1")
		if row.Attempts != want {
			t.Errorf("attempts %d, want %d", row.Attempts, want)
		}
		must(t, f.Rows.Postpone(t.Context(), row, now, "busy"))
		must(t, f.Rows.Retry(t.Context(), takeOne(t, f, now, "e1"), now.Add(time.Second), "down"))
		now = now.Add(time.Second)
	}
}

func replay(t *testing.T, f OutboxFixture) {
	ctx := t.Context()
	put(t, f, "s1", job("e1", 1, epoch))
	put(t, f, "s2", job("e2", 1, epoch.Add(time.Second)))
	must(t, f.Rows.Retry(ctx, takeOne(t, f, epoch, "e1"), epoch, "down"))
	must(t, f.Rows.Discard(ctx, takeOne(t, f, epoch, "e1"), epoch.Add(time.Minute), "answered 410"))
	must(t, f.Rows.Discard(ctx, takeOne(t, f, epoch.Add(time.Hour), "e2"), epoch.Add(time.Hour), "down"))

	dead, err := f.Rows.DeadLetters(ctx, "callback", 10)
	must(t, err)
	if len(dead) != 2 || dead[0].ID != "e2" || dead[1].ID != "e1" {
		t.Fatalf("dead %+v, want e2 and e1", dead)
	}
	want := outbox.DeadLetter{Reason: "answered 410", Job: outbox.Job{
		Subject: "s1", ID: "e1", Kind: "callback", Merchant: "m1", Seq: 1, Payload: []byte("payload of e1"), Attempts: 2,
		Due: epoch.Add(time.Minute), CreatedAt: epoch, Fence: dead[1].Fence,
	}}
	if diff := cmp.Diff(want, dead[1]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	takeNone(t, f, epoch.Add(99*time.Hour))
	must(t, f.Rows.Replay(ctx, "s1", "e1", epoch.Add(2*time.Hour)))
	for _, nothing := range [][2]string{{"s1", "e1"}, {"s1", "e2"}, {"s3", "e1"}} {
		if err := f.Rows.Replay(ctx, nothing[0], nothing[1], epoch); !errors.Is(err, outbox.ErrNoDeadLetter) {
			t.Errorf("replay of %v = %v", nothing, err)
		}
	}
	row := takeOne(t, f, epoch.Add(2*time.Hour), "e1")
	if row.Attempts != 0 {
		t.Errorf("a replayed row has %d tries behind it", row.Attempts)
	}
	must(t, f.Rows.Done(ctx, row))
}

func replayAmongYounger(t *testing.T, f OutboxFixture) {
	ctx := t.Context()
	put(t, f, "s1", job("e1", 1, epoch), job("e2", 2, epoch), job("e3", 3, epoch))
	must(t, f.Rows.Discard(ctx, takeOne(t, f, epoch, "e1"), epoch, "down"))
	must(t, f.Rows.Replay(ctx, "s1", "e1", epoch))
	must(t, f.Rows.Done(ctx, takeOne(t, f, epoch, "e1")))
	must(t, f.Rows.Done(ctx, takeOne(t, f, epoch, "e2")))
	must(t, f.Rows.Done(ctx, takeOne(t, f, epoch, "e3")))
}
