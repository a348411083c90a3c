package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
)

// Handovers is a database as these tests need it.
type Handovers struct {
	Sessions      hpp.Store
	Distributions hpp.DistributionStore
	Accesses      hpp.AccessStore
	Outbox        outbox.Store
}

// Handovers checks what is saved when links are handed over.
func (s Suite) Handovers(t *testing.T) {
	open := func(t *testing.T) Handovers {
		db := s.open(t)
		return Handovers{Sessions: db.Sessions, Distributions: db.Distributions(), Accesses: db.Accesses(), Outbox: db.Outbox}
	}
	for name, check := range map[string]func(*testing.T, Handovers){
		"saved with the session":      handoverSaved,
		"recorded":                    handoverRecorded,
		"over the quota":              handoverOverQuota,
		"a quota at once":             quotaAtOnce,
		"a quota begins anew":         quotaNextDay,
		"claimed once":                handoverClaimed,
		"claimed at once":             handoverClaimedAtOnce,
		"jobs apart":                  jobsApart,
		"stops":                       stops,
		"access granted once":         accessGrantedOnce,
		"access unknown":              accessUnknown,
		"access taken and crowded":    accessTaken,
		"access codes are cleared up": accessCleared,
		"access codes give way":       accessGivesWay,
	} {
		t.Run(name, func(t *testing.T) { check(t, open(t)) })
	}
}

func distribution(id string, number int64) hpp.Distribution {
	return hpp.Distribution{
		ID: fmt.Sprintf("%s-d%d", id, number), Number: number, Session: hpp.SessionID(id), Method: hpp.ByEmail,
		To: "kim@shop.example", MaskedContact: "k•••@shop.example", RecipientHash: []byte("hash of kim"),
		State: hpp.DistributionQueued, QueuedAt: epoch.Add(time.Minute),
	}
}

// hand saves one handover through the session's Update.
func hand(t *testing.T, h Handovers, id string, alter func(*hpp.Change)) error {
	t.Helper()
	_, err := h.Sessions.Update(t.Context(), hpp.SessionID(id), func(s *hpp.Session) (hpp.Change, error) {
		s.DistributionCount++
		d := distribution(id, s.DistributionCount)
		change := hpp.Change{Handover: &hpp.Handover{Distribution: d}, Jobs: []hpp.Job{{ID: d.ID, Kind: hpp.JobEmail, Independent: true, Due: epoch}}}
		if alter != nil {
			alter(&change)
		}
		return change, nil
	})
	return err
}

func list(t *testing.T, h Handovers, id string) []hpp.Distribution {
	t.Helper()
	all, err := h.Distributions.List(t.Context(), hpp.SessionID(id))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func handoverSaved(t *testing.T, h Handovers) {
	insert(t, h.Sessions, session("a"))
	insert(t, h.Sessions, session("b"))
	for range 2 {
		if err := hand(t, h, "a", nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := hand(t, h, "a", func(c *hpp.Change) { c.Handover.Distribution.Kind = hpp.ReceiptDistribution }); err != nil {
		t.Fatal(err)
	}
	receipt := distribution("a", 3)
	receipt.Kind = hpp.ReceiptDistribution
	want := []hpp.Distribution{distribution("a", 1), distribution("a", 2), receipt}
	if diff := cmp.Diff(want, list(t, h, "a")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if s, err := h.Sessions.Find(t.Context(), "a"); err != nil || s.DistributionCount != 3 {
		t.Errorf("the session counts %d, %v", s.DistributionCount, err)
	}
	if one, err := h.Distributions.Distribution(t.Context(), "a", 2); err != nil || one.ID != "a-d2" {
		t.Errorf("the second is %q, %v", one.ID, err)
	}
	for _, missing := range []struct {
		id     hpp.SessionID
		number int64
	}{{"a", 4}, {"a", 0}, {"b", 1}, {"none", 1}} {
		if _, err := h.Distributions.Distribution(t.Context(), missing.id, missing.number); !errors.Is(err, hpp.ErrNotFound) {
			t.Errorf("%v: %v", missing, err)
		}
	}
	if got := list(t, h, "b"); len(got) > 0 {
		t.Errorf("another session has %v", got)
	}
}

func handoverRecorded(t *testing.T, h Handovers) {
	insert(t, h.Sessions, session("a"))
	if err := hand(t, h, "a", nil); err != nil {
		t.Fatal(err)
	}
	want := distribution("a", 1)
	want.To, want.State, want.Reason = "", hpp.DistributionBounced, "mailbox unavailable"
	want.AcceptedAt, want.OpenedAt, want.EndedAt = epoch.Add(2*time.Hour), epoch.Add(3*time.Hour), epoch.Add(4*time.Hour)
	want.SentAt = epoch.Add(time.Hour)
	if err := h.Distributions.Record(t.Context(), "a", 1, func(d *hpp.Distribution) { *d = want }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]hpp.Distribution{want}, list(t, h, "a")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	never := func(*hpp.Distribution) { t.Error("change ran on what does not exist") }
	if err := h.Distributions.Record(t.Context(), "a", 2, never); !errors.Is(err, hpp.ErrNotFound) {
		t.Errorf("recording what was never sent: %v", err)
	}
}

func handoverClaimed(t *testing.T, h Handovers) {
	insert(t, h.Sessions, session("a"))
	with := func(asked string) func(*hpp.Change) {
		return func(c *hpp.Change) { c.IdempotencyKey = claim("k", asked) }
	}
	for range 3 {
		if err := hand(t, h, "a", with("x")); err != nil {
			t.Fatal(err)
		}
	}
	if err := hand(t, h, "a", with("y")); !errors.Is(err, hpp.ErrKeyReused) {
		t.Errorf("another request under the key: %v", err)
	}
	if got := list(t, h, "a"); len(got) != 1 {
		t.Errorf("one key sent %d messages", len(got))
	}
	if s, err := h.Sessions.FindByIdempotencyKey(t.Context(), "m1", claim("k", "x")); err != nil || s.ID != "a" {
		t.Errorf("the key answers %q, %v", s.ID, err)
	}
}

func handoverClaimedAtOnce(t *testing.T, h Handovers) {
	insert(t, h.Sessions, session("a"))
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			if err := hand(t, h, "a", func(c *hpp.Change) { c.IdempotencyKey = claim("k", "x") }); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := list(t, h, "a"); len(got) != 1 {
		t.Errorf("one key sent %d messages", len(got))
	}
}

// A message that cannot be delivered must hold up no other of its session.
func jobsApart(t *testing.T, h Handovers) {
	insert(t, h.Sessions, session("a"))
	for range 3 {
		if err := hand(t, h, "a", nil); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := h.Outbox.Claim(t.Context(), string(hpp.JobEmail), epoch, epoch.Add(time.Minute), 10, outbox.Shares{})
	if err != nil || len(rows) != 3 {
		t.Errorf("%d jobs can go at once, %v", len(rows), err)
	}
}

func stops(t *testing.T, h Handovers) {
	stopped := func(m hpp.MerchantID, who string) bool {
		is, err := h.Distributions.IsSuppressed(t.Context(), m, []byte(who))
		if err != nil {
			t.Fatal(err)
		}
		return is
	}
	if stopped("m1", "kim") {
		t.Error("stopped from the start")
	}
	for range 2 {
		if err := h.Distributions.Suppress(t.Context(), "m1", []byte("kim"), epoch); err != nil {
			t.Fatal(err)
		}
	}
	if !stopped("m1", "kim") || stopped("m2", "kim") || stopped("m1", "sam") {
		t.Error("a stop holds for one merchant and one recipient")
	}
}
