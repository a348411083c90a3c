package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/outbox"
)

// Operators see what is still to be done, the next first, and why it was not.
func waitingRows(t *testing.T, f OutboxFixture) {
	ctx := t.Context()
	put(t, f, "s1", job("e1", 1, epoch), job("e2", 2, epoch.Add(time.Minute)))
	put(t, f, "s2", job("e3", 1, epoch.Add(2*time.Minute)))
	put(t, f, "s3", job("e4", 1, epoch))
	must(t, f.Rows.Retry(ctx, takeRow(t, f, epoch, "e1"), epoch.Add(time.Hour), "answered 500"))
	must(t, f.Rows.Discard(ctx, takeRow(t, f, epoch.Add(lease), "e4"), epoch.Add(time.Hour), "answered 410"))
	take(t, f, epoch.Add(time.Minute), 100) // finds out that e2 goes after e1

	waiting, err := f.Rows.Waiting(ctx, "callback", 10)
	must(t, err)
	type seen struct {
		ID, Reason string
		Attempts   int
		Due        time.Time
		Behind     bool
	}
	var got []seen
	for _, w := range waiting {
		got = append(got, seen{w.ID, w.Reason, w.Attempts, w.Due, w.Behind})
	}
	want := []seen{
		{"e2", "", 0, epoch.Add(time.Minute), true},
		{"e3", "", 0, epoch.Add(2 * time.Minute), false},
		{"e1", "answered 500", 1, epoch.Add(time.Hour), false},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if first, err := f.Rows.Waiting(ctx, "callback", 1); err != nil || len(first) != 1 || first[0].Subject != "s1" || string(first[0].Payload) != "payload of e2" {
		t.Errorf("the first alone: %+v, %v", first, err)
	}
	if others, err := f.Rows.Waiting(ctx, "email", 10); err != nil || len(others) != 0 {
		t.Errorf("of another kind: %+v, %v", others, err)
	}
}

// takeRow claims what is due and answers the row with this id.
func takeRow(t *testing.T, f OutboxFixture, now time.Time, id string) outbox.Job {
	t.Helper()
	for _, row := range take(t, f, now, 100) {
		if row.ID == id {
			return row
		}
	}
	t.Fatalf("%s is not due", id)
	return outbox.Job{}
}
