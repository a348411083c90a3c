package web

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestOneAtATimeForEachKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var locks KeyedLock[string]
		var working, most atomic.Int64
		var all sync.WaitGroup
		began := time.Now()
		for range 20 {
			all.Go(func() {
				unlock, err := locks.Lock(t.Context(), "a")
				if err != nil {
					t.Error(err)
					return
				}
				defer unlock()
				most.Store(max(most.Load(), working.Add(1)))
				<-time.After(time.Second)
				working.Add(-1)
			})
		}
		all.Go(func() {
			unlock, err := locks.Lock(t.Context(), "b")
			if err != nil || time.Since(began) > 0 {
				t.Errorf("another key waits: %v", err)
				return
			}
			unlock()
		})
		all.Wait()
		if most.Load() != 1 || time.Since(began) != 20*time.Second || len(locks.held) != 0 {
			t.Errorf("%d at once, %v, remembers %d keys", most.Load(), time.Since(began), len(locks.held))
		}
	})
}

func TestWhoGoesAwayGetsNoLock(t *testing.T) {
	var locks KeyedLock[string]
	unlock, err := locks.Lock(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := locks.Lock(gone, "a"); err == nil {
		t.Error("two have the lock")
	}
	unlock()
	if unlock, err = locks.Lock(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	unlock()
	if len(locks.held) != 0 {
		t.Errorf("remembers %d keys", len(locks.held))
	}
}
