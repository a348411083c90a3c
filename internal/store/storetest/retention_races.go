package storetest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/retention"
)

// Replicas sweep without knowing of each other: nothing fails, nothing is
// counted twice.
func sweepsAtOnce(t *testing.T, k Kept) {
	const sessions, sweepers = 60, 4
	for i := range sessions {
		id := fmt.Sprint("s", i)
		k.full(t, id, session(id).ExpiresAt)
	}
	k.discardAll(t)
	var gone atomic.Int64
	var wg sync.WaitGroup
	for range sweepers {
		wg.Go(func() {
			batch := retention.Batch{Before: long, Limit: 7}
			for more := true; more; {
				result, err := k.Retention.Sweep(t.Context(), retention.Sessions, batch)
				if err != nil {
					t.Error(err)
					return
				}
				gone.Add(int64(result.Gone))
				batch.After, more = result.Last, result.More
			}
		})
	}
	wg.Wait()
	if gone.Load() != sessions {
		t.Errorf("%d sessions went; want %d", gone.Load(), sessions)
	}
	k.same(t, map[string]int64{})
}

// A session that changes as it is swept either stays, with what the change
// added, or is gone for the change as well.
func sweepBesideChanges(t *testing.T, k Kept) {
	const sessions = 60
	changed := make([]bool, sessions)
	for i := range sessions {
		id := fmt.Sprintf("s%02d", i)
		insert(t, k.Sessions, session(id))
	}
	var wg sync.WaitGroup
	wg.Go(func() { k.sweep(t, retention.Sessions, long, 3) })
	for i := range sessions {
		wg.Go(func() {
			id := hpp.SessionID(fmt.Sprintf("s%02d", sessions-1-i))
			_, err := k.Sessions.Update(t.Context(), id, func(s *hpp.Session) (hpp.Change, error) {
				s.EventCount++
				return hpp.Change{Jobs: []hpp.Job{{ID: "c", Kind: hpp.JobCallback, Due: epoch}}}, nil
			})
			if err != nil && !hpp.IsCode(err, hpp.CodeNotFound) {
				t.Error(err)
			}
			changed[sessions-1-i] = err == nil
		})
	}
	wg.Wait()
	var want int64
	for i, is := range changed {
		if id := fmt.Sprintf("s%02d", i); k.there(t, id) != is {
			t.Errorf("%s: changed is %v, there is %v", id, is, !is)
		}
		if is {
			want++
		}
	}
	if counts := k.Count(t); counts["sessions"] != want || counts["outbox"] != want {
		t.Errorf("%d sessions and %d jobs; want %d", counts["sessions"], counts["outbox"], want)
	}
}
