package storetest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
)

// What is refused must leave nothing behind: no row, no job, no count.
func handoverOverQuota(t *testing.T, h Handovers) {
	insert(t, h.Sessions, session("a"))
	limited := func(c *hpp.Change) {
		c.Handover.Quotas = []hpp.Quota{{Scope: "wide", Day: 7, Limit: 9}, {Scope: "narrow", Day: 7, Limit: 2}}
	}
	for range 2 {
		if err := hand(t, h, "a", limited); err != nil {
			t.Fatal(err)
		}
	}
	before, err := h.Sessions.Find(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	for range 20 { // each of which would have counted against the wide one
		err := hand(t, h, "a", limited)
		if quota, ok := errors.AsType[hpp.ErrQuota](err); !ok || quota.Scope != "narrow" {
			t.Fatalf("one too many: %v", err)
		}
	}
	after, err := h.Sessions.Find(t.Context(), "a")
	if err != nil || after.Version != before.Version || len(list(t, h, "a")) != 2 {
		t.Errorf("a refused message left something: version %d, %d rows, %v", after.Version, len(list(t, h, "a")), err)
	}
	if rows, err := h.Outbox.Claim(t.Context(), string(hpp.JobEmail), epoch, epoch.Add(time.Minute), 10, outbox.Shares{}); err != nil || len(rows) != 2 {
		t.Errorf("%d jobs, %v", len(rows), err)
	}
	wide := func(c *hpp.Change) { c.Handover.Quotas = []hpp.Quota{{Scope: "wide", Day: 7, Limit: 9}} }
	for i := range 8 {
		if err := hand(t, h, "a", wide); (err != nil) != (i == 7) {
			t.Errorf("the wide quota after %d more: %v", i+1, err)
		}
	}
}

func quotaAtOnce(t *testing.T, h Handovers) {
	const callers, limit = 20, 5
	var allowed atomic.Int64
	var wg sync.WaitGroup
	for i := range callers {
		id := fmt.Sprintf("s%d", i)
		insert(t, h.Sessions, session(id))
		wg.Go(func() {
			err := hand(t, h, id, func(c *hpp.Change) { c.Handover.Quotas = []hpp.Quota{{Scope: "to kim", Day: 7, Limit: limit}} })
			if _, over := errors.AsType[hpp.ErrQuota](err); err != nil && !over {
				t.Error(err)
			}
			if err == nil {
				allowed.Add(1)
			}
		})
	}
	wg.Wait()
	if allowed.Load() != limit {
		t.Errorf("%d messages under a quota of %d", allowed.Load(), limit)
	}
}

func quotaNextDay(t *testing.T, h Handovers) {
	insert(t, h.Sessions, session("a"))
	other := session("b")
	other.Merchant = "m2"
	insert(t, h.Sessions, other)
	for _, c := range []struct {
		id  string
		day int64
		ok  bool
	}{{"a", 7, true}, {"a", 7, false}, {"b", 7, true}, {"a", 8, true}, {"a", 8, false}} {
		err := hand(t, h, c.id, func(change *hpp.Change) {
			change.Handover.Quotas = []hpp.Quota{{Scope: "to kim", Day: c.day, Limit: 1}}
		})
		if (err == nil) != c.ok {
			t.Errorf("%v: %v", c, err)
		}
	}
}
