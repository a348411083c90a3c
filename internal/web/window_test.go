package web

import (
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// No second holds more than the limit, wherever it begins.
func TestWindowHasNoEdge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := NewWindow[string](5, time.Second, 10)
		var taken []time.Time
		for range 400 {
			if _, wait := w.Take("a", time.Now()); wait == 0 {
				taken = append(taken, time.Now())
			}
			<-time.After(10 * time.Millisecond)
		}
		if len(taken) != 20 {
			t.Errorf("%d in four seconds at five a second, want 20", len(taken))
		}
		for i := 5; i < len(taken); i++ {
			if span := taken[i].Sub(taken[i-5]); span < time.Second {
				t.Fatalf("six within %v", span)
			}
		}
	})
}

// Who waits as long as was said gets in, and not a moment earlier.
func TestWindowSaysHowLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := NewWindow[string](2, time.Minute, 10)
		for i, want := range []int{1, 0} {
			if left, wait := w.Take("a", time.Now()); left != want || wait != 0 {
				t.Errorf("take %d: %d left, wait %v", i, left, wait)
			}
			<-time.After(10 * time.Second)
		}
		_, wait := w.Take("a", time.Now())
		if wait != 40*time.Second {
			t.Fatalf("wait %v, want 40 s", wait)
		}
		if _, other := w.Take("b", time.Now()); other != 0 {
			t.Error("another key has to wait")
		}
		<-time.After(wait - time.Nanosecond)
		if _, wait := w.Take("a", time.Now()); wait == 0 {
			t.Error("a moment too early it is admitted")
		}
		<-time.After(time.Nanosecond)
		if left, wait := w.Take("a", time.Now()); wait != 0 || left != 0 {
			t.Errorf("after the wait: %d left, wait %v", left, wait)
		}
	})
}

// A clock that is set back opens the window instead of shutting it for years.
func TestWindowSurvivesAClockSetBack(t *testing.T) {
	w, now := NewWindow[string](1, time.Second, 10), time.Unix(1_800_000_000, 0)
	w.Take("a", now)
	if _, wait := w.Take("a", now.Add(-time.Hour)); wait != 0 {
		t.Errorf("wait %v", wait)
	}
}

func TestWindowMemoryIsBounded(t *testing.T) {
	w, now := NewWindow[string](1, time.Hour, 100), time.Now()
	w.Take("kept", now)
	for i := range 10_000 {
		w.Take(strconv.Itoa(i), now)
		if _, wait := w.Take("kept", now); wait == 0 {
			t.Fatalf("a key in use was forgotten after %d others", i)
		}
	}
	if len(w.known) != 100 || w.order.Len() != 100 {
		t.Errorf("%d keys, %d in order; want 100", len(w.known), w.order.Len())
	}
}

func TestWindowAtOnce(t *testing.T) {
	w, now := NewWindow[string](30, time.Second, 10), time.Now()
	var admitted atomic.Int64
	var wg sync.WaitGroup
	for range 100 {
		wg.Go(func() {
			if _, wait := w.Take("a", now); wait == 0 {
				admitted.Add(1)
			}
		})
	}
	wg.Wait()
	if n := admitted.Load(); n != 30 {
		t.Errorf("%d admitted, want 30", n)
	}
}

func TestSlots(t *testing.T) {
	p := NewSlots[string](2)
	for i, want := range []bool{true, true, false} {
		if got := p.Take("a"); got != want {
			t.Errorf("take %d: %t", i, got)
		}
	}
	if !p.Take("b") {
		t.Error("another key has no place")
	}
	p.Free("a")
	if !p.Take("a") || p.Take("a") {
		t.Error("a freed place is not one place")
	}
	for _, key := range []string{"a", "a", "b"} {
		p.Free(key)
	}
	if len(p.held) != 0 {
		t.Errorf("remembers %v", p.held)
	}
}
