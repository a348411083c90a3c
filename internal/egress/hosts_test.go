package egress

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestOneHostNeverGetsMoreThanItsShare(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHosts(4, 16, time.Second)
		callOnce(t, h, "slow", true)
		var mu sync.Mutex
		running, most, served, away := 0, 0, 0, 0
		var wg sync.WaitGroup
		for range 100 {
			wg.Go(func() {
				release, err := h.acquire(t.Context(), "slow")
				mu.Lock()
				defer mu.Unlock()
				if _, busy := errors.AsType[*Busy](err); busy {
					away++
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				running, served = running+1, served+1
				most = max(most, running)
				mu.Unlock()
				time.Sleep(300 * time.Millisecond) //nolint:forbidigo // the bubble's clock: it takes no time
				mu.Lock()
				running--
				release(true)
			})
		}
		wg.Wait()
		// Four run, sixteen wait at most a second: 4 rounds of 300 ms fit.
		if most != 4 || served != 16 || away != 84 {
			t.Errorf("at most %d at once, %d served, %d sent away; want 4, 16, 84", most, served, away)
		}
	})
}

func TestOtherHostsDoNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHosts(1, 0, time.Second)
		release, err := h.acquire(t.Context(), "hanging")
		if err != nil {
			t.Fatal(err)
		}
		defer release(true)
		start := time.Now()
		for i := range 50 {
			done, err := h.acquire(t.Context(), fmt.Sprint("host", i))
			if err != nil {
				t.Fatal(err)
			}
			done(true)
		}
		if waited := time.Since(start); waited != 0 {
			t.Errorf("healthy hosts waited %s", waited)
		}
	})
}

// A slow host spreads those it sends away by how slow it is; a fast one calls
// them back soon.
func TestTurnsFollowTheHostsSpeed(t *testing.T) {
	for _, test := range []struct {
		service       time.Duration
		atLeast, most time.Duration // wait of the 100th sent away
	}{
		{4 * time.Millisecond, leastWait, time.Second},
		{3 * time.Second, 50 * time.Second, 80 * time.Second},
		{time.Hour, mostWait, mostWait},
	} {
		synctest.Test(t, func(t *testing.T) {
			h := newHosts(4, 0, time.Second)
			for range 20 {
				release, err := h.acquire(t.Context(), "x")
				if err != nil {
					t.Fatal(err)
				}
				time.Sleep(test.service) //nolint:forbidigo // the bubble's clock: it takes no time
				release(true)
			}
			var last time.Duration
			for range 100 {
				busy, ok := errors.AsType[*Busy](h.sendAway(h.byName["x"]))
				if !ok || busy.Postponed() < last {
					t.Fatalf("turn %v comes before the one given earlier (%s)", busy, last)
				}
				last = busy.After
			}
			if last < test.atLeast || last > test.most {
				t.Errorf("service %s: last turn after %s, want %s to %s", test.service, last, test.atLeast, test.most)
			}
		})
	}
}

// callOnce makes one call that the host answers or not.
func callOnce(t *testing.T, h *hosts, name string, answered bool) {
	t.Helper()
	release, err := h.acquire(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	release(answered)
}

// atOnce is how many calls the hosts get at the same time.
func atOnce(t *testing.T, h *hosts, names ...string) (n int) {
	t.Helper()
	for _, name := range names {
		release, err := h.acquire(t.Context(), name)
		if err != nil {
			continue
		}
		n++
		defer release(true)
	}
	return n
}

// A host that does not answer gets one call at a time, and its share again
// with its first answer; so does one that has never been called.
func TestSilentHostGetsOneCallAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHosts(4, 16, time.Second)
		six := []string{"x", "x", "x", "x", "x", "x"}
		expect := func(want int, when string) {
			if n := atOnce(t, h, six...); n != want {
				t.Errorf("%d calls at once %s, want %d", n, when, want)
			}
		}
		expect(1, "to a new host")
		expect(4, "after its first answer")
		callOnce(t, h, "x", false)
		callOnce(t, h, "x", true)
		callOnce(t, h, "x", false)
		callOnce(t, h, "x", false)
		expect(4, "after two misses in a row")
		for range silentAfter {
			callOnce(t, h, "x", false)
		}
		expect(1, "to a silent host")
		expect(4, "after its answer")
	})
}

// However many hosts are silent, together they get a few calls; the others
// are not held up.
func TestSilentHostsShareAFewCalls(t *testing.T) {
	h := newHosts(4, 16, time.Second)
	var dead, alive []string
	for i := range 10 * silentCalls {
		dead = append(dead, fmt.Sprint("dead", i))
		alive = append(alive, fmt.Sprint("alive", i))
		callOnce(t, h, dead[i], false)
	}
	if n := atOnce(t, h, append(dead, alive...)...); n != silentCalls+len(alive) {
		t.Errorf("%d calls at once, want %d and %d", n, silentCalls, len(alive))
	}
	if h.silent != 0 {
		t.Errorf("%d calls were not given back", h.silent)
	}
}

func TestWaitingEndsWithTheCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHosts(1, 1, time.Minute)
		callOnce(t, h, "x", true)
		release, err := h.acquire(t.Context(), "x")
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := h.acquire(ctx, "x"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("acquire = %v", err)
		}
		release(true)
		if users := h.byName["x"].users; users != 0 {
			t.Errorf("%d users left", users)
		}
	})
}

func TestForgottenHostsAreSwept(t *testing.T) {
	h := newHosts(1, 0, time.Second)
	for i := range 10 * manyHosts {
		release, err := h.acquire(t.Context(), fmt.Sprint(i))
		if err != nil {
			t.Fatal(err)
		}
		release(true)
	}
	if n := len(h.byName); n > manyHosts {
		t.Errorf("%d hosts are remembered", n)
	}
}

// A host that is known to be there gets its share from the first call on.
func TestKnownHostGetsItsShareAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := Config{HostCalls: 8}.hosts()
		served := make(chan error, 20)
		for range 20 {
			go func() {
				release, err := h.acquire(t.Context(), "api.test")
				if err == nil {
					time.Sleep(100 * time.Millisecond) //nolint:forbidigo // the bubble's clock: it takes no time
					release(true)
				}
				served <- err
			}()
		}
		busy := 0
		for range 20 {
			if err := <-served; err != nil {
				busy++
			}
		}
		if busy != 4 { // eight run, as many wait
			t.Errorf("%d of 20 were sent away, want 4", busy)
		}
	})
}
