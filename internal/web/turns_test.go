package web

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestTurnsAreTakenOneByOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var turns Turns[string]
		var working, most atomic.Int64
		var all sync.WaitGroup
		began := time.Now()
		for range 20 {
			all.Go(func() {
				done, err := turns.Wait(t.Context(), "a")
				if err != nil {
					t.Error(err)
					return
				}
				defer done()
				most.Store(max(most.Load(), working.Add(1)))
				<-time.After(time.Second)
				working.Add(-1)
			})
		}
		all.Go(func() {
			done, err := turns.Wait(t.Context(), "b")
			if err != nil || time.Since(began) > 0 {
				t.Errorf("another key waits: %v", err)
				return
			}
			done()
		})
		all.Wait()
		if most.Load() != 1 || time.Since(began) != 20*time.Second || len(turns.held) != 0 {
			t.Errorf("%d at once, %v, remembers %d keys", most.Load(), time.Since(began), len(turns.held))
		}
	})
}

func TestWhoGoesAwayLosesItsTurn(t *testing.T) {
	var turns Turns[string]
	done, err := turns.Wait(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := turns.Wait(gone, "a"); err == nil {
		t.Error("two have the turn")
	}
	done()
	if done, err = turns.Wait(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	done()
	if len(turns.held) != 0 {
		t.Errorf("remembers %d keys", len(turns.held))
	}
}
