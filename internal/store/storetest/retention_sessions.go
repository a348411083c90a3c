package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/retention"
)

func sessionGoes(t *testing.T, k Kept) {
	end := session("a").ExpiresAt
	others := []string{"old.", "old0", "ol", "old1"} // around the subjects of its jobs
	for _, id := range others {
		k.full(t, id, end.Add(time.Hour))
	}
	k.discardAll(t)
	before := k.Count(t)
	k.full(t, "old", end)
	k.discardAll(t)
	after := k.Count(t)
	for _, table := range []string{"sessions", "events", "outbox", "distributions", "inbox_messages", "merchant_events", "delivery_tries"} {
		if after[table] <= before[table] {
			t.Fatalf("the session left nothing in %s", table)
		}
	}
	if gone := k.sweep(t, retention.Sessions, end, 200); gone != 1 {
		t.Errorf("%d sessions went", gone)
	}
	k.same(t, before)
	ctx := t.Context()
	_, found := k.Sessions.Find(ctx, "old")
	_, read := k.Sessions.FindForMerchant(ctx, "m1", "old")
	_, linked := k.Sessions.FindByLink(ctx, hash("old"))
	_, events := k.Sessions.ListEvents(ctx, "m1", "old")
	for i, err := range []error{found, read, linked, events} {
		if !hpp.IsCode(err, hpp.CodeNotFound) {
			t.Errorf("reading it, %d: %v", i, err)
		}
	}
	for _, id := range others {
		if events, err := k.Sessions.ListEvents(ctx, "m1", hpp.SessionID(id)); err != nil || len(events) != 1 {
			t.Errorf("%s has %d events, %v", id, len(events), err)
		}
	}
}

func sessionBorder(t *testing.T, k Kept) {
	insert(t, k.Sessions, session("a"))
	k.borders(t, retention.Sessions, session("a").ExpiresAt, 1)
	k.same(t, map[string]int64{})
}

func sessionHeldByJob(t *testing.T, k Kept) {
	for i, apart := range []bool{false, true} {
		id := fmt.Sprint("s", i)
		job := hpp.Job{ID: "j", Kind: hpp.JobKind("kind " + id), Independent: apart, Due: epoch}
		if _, err := k.Sessions.Insert(t.Context(), session(id), hash(id), []hpp.Job{job}, hpp.IdempotencyKey{}); err != nil {
			t.Fatal(err)
		}
		if gone := k.sweep(t, retention.Sessions, long, 200); gone != 0 || !k.there(t, id) {
			t.Errorf("%d sessions went before their jobs were done", gone)
		}
		rows, err := k.Outbox.Claim(t.Context(), string(job.Kind), epoch, epoch.Add(lease), 1, outbox.Shares{})
		if err != nil || len(rows) != 1 {
			t.Fatalf("%d jobs, %v", len(rows), err)
		}
		if gone := k.sweep(t, retention.Sessions, long, 200); gone != 0 {
			t.Error("a session went under its job")
		}
		if err := k.Outbox.Done(t.Context(), rows[0]); err != nil {
			t.Fatal(err)
		}
		if gone := k.sweep(t, retention.Sessions, long, 200); gone != 1 || k.there(t, id) {
			t.Errorf("%d sessions went when their jobs were done", gone)
		}
	}
}

func sessionHeldByAttempt(t *testing.T, k Kept) {
	for step, held := range map[hpp.AttemptStep]bool{hpp.StepAuthorizing: true, hpp.StepPlacing: true, hpp.StepChallenge: false} {
		s := session(string(step))
		s.Attempt = &hpp.Attempt{ID: "a", Step: step}
		insert(t, k.Sessions, s)
		if k.sweep(t, retention.Sessions, long, 200); k.there(t, string(step)) != held {
			t.Errorf("%s: held is %v", step, !held)
		}
	}
}

// Sessions of one moment, some of them held, are looked at once each.
func sessionBatches(t *testing.T, k Kept) {
	var want []string
	for i := range 11 {
		id := fmt.Sprintf("s%02d", i)
		var jobs []hpp.Job
		if i%3 == 0 {
			jobs, want = []hpp.Job{{ID: "x", Kind: hpp.JobExpire, Due: epoch}}, append(want, id)
		}
		if _, err := k.Sessions.Insert(t.Context(), session(id), hash(id), jobs, hpp.IdempotencyKey{}); err != nil {
			t.Fatal(err)
		}
	}
	result, err := k.Retention.Sweep(t.Context(), retention.Sessions, retention.Batch{Before: long, Limit: 3})
	wanted := retention.Result{Gone: 2, More: true, Last: retention.Place{Time: session("").ExpiresAt, ID: "s02"}}
	result.Work = 0 // whatever it was
	if diff := cmp.Diff(wanted, result); diff != "" || err != nil {
		t.Errorf("the first batch: %v\n%s", err, diff)
	}
	if gone := k.sweep(t, retention.Sessions, long, 3); gone != 5 {
		t.Errorf("%d more went; want 5", gone)
	}
	var left []string
	for i := range 11 {
		if id := fmt.Sprintf("s%02d", i); k.there(t, id) {
			left = append(left, id)
		}
	}
	if !slices.Equal(want, left) {
		t.Errorf("left are %v; want %v", left, want)
	}
}
