package egress

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Busy means that a host has all the calls it may have at once and that
// nothing was sent to it.
type Busy struct{ After time.Duration }

func (b *Busy) Error() string {
	return fmt.Sprintf("egress: the host has too many calls already; again in %s", b.After)
}

// Postponed is about when the host's turn for one more call will come.
func (b *Busy) Postponed() time.Duration { return b.After }

const (
	firstGuess = 50 * time.Millisecond // of how long a call takes
	leastWait  = 100 * time.Millisecond
	mostWait   = 5 * time.Minute
	manyHosts  = 1024 // from here on, forgotten ones are swept out

	// silentAfter calls in a row without an answer, a host is silent.
	silentAfter = 3
	// silentCalls to silent hosts may run at once, all of them together: many
	// dead hosts must not hold all the workers.
	silentCalls = 12
)

// hosts shares calls out so that no host gets too many of them, or of us: few
// run, few wait, and the rest are sent away with the time of their turn.
type hosts struct {
	calls, queued int
	wait          time.Duration
	known         bool // every host counts as one that answered before

	mu     sync.Mutex
	byName map[string]*host
	silent int // calls to silent hosts that run
}

type host struct {
	slots    chan struct{}
	users    int           // running or waiting
	service  time.Duration // moving average of one call
	turn     time.Time     // given to the last one sent away
	answered bool          // ever
	missed   int           // calls in a row without an answer
}

// isSilent reports whether the host seems to be dead.
func (o *host) isSilent() bool {
	return o.missed >= silentAfter || (!o.answered && o.missed > 0)
}

func newHosts(calls, queued int, wait time.Duration) *hosts {
	return &hosts{calls: calls, queued: queued, wait: wait, byName: map[string]*host{}}
}

// acquire takes a slot of the host, waiting for a short while. release gives
// it back and says whether the host answered.
func (h *hosts) acquire(ctx context.Context, name string) (release func(answered bool), err error) {
	one, silent, ok := h.enter(name)
	if !ok {
		return nil, h.sendAway(one)
	}
	timer := time.NewTimer(h.wait)
	defer timer.Stop()
	select {
	case one.slots <- struct{}{}:
	case <-timer.C:
		h.leave(one, silent)
		return nil, h.sendAway(one)
	case <-ctx.Done():
		h.leave(one, silent)
		return nil, ctx.Err()
	}
	start := time.Now()
	return func(answered bool) {
		<-one.slots
		h.learn(one, time.Since(start), answered)
		h.leave(one, silent)
	}, nil
}

// enter joins those who run or wait; silent says that the call is one of the
// few that silent hosts get together.
func (h *hosts) enter(name string) (one *host, silent, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	one, known := h.byName[name]
	if !known {
		h.sweep()
		one = &host{slots: make(chan struct{}, h.calls), service: firstGuess, answered: h.known}
		h.byName[name] = one
	}
	silent = one.isSilent()
	running, waiting := h.share(one)
	if one.users >= running+waiting || (silent && h.silent >= silentCalls) {
		return one, false, false
	}
	one.users++
	if silent {
		h.silent++
	}
	return one, silent, true
}

// share is how many calls of a host may run and how many may wait. One that
// has not answered yet, or no longer does, is tried with one at a time.
func (h *hosts) share(one *host) (running, waiting int) {
	if !one.answered || one.isSilent() {
		return 1, 0
	}
	return h.calls, h.queued
}

func (h *hosts) leave(one *host, silent bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	one.users--
	if silent {
		h.silent--
	}
}

func (h *hosts) learn(one *host, took time.Duration, answered bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	one.service += (took - one.service) / 4
	if !answered {
		one.missed++
		return
	}
	one.answered, one.missed = true, 0
}

// sendAway gives everyone a turn of their own, as far apart as the host is
// slow: a dead host with a long queue costs no more looks than a live one.
func (h *hosts) sendAway(one *host) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := time.Now()
	if one.turn.Before(now) {
		one.turn = now
	}
	running, _ := h.share(one)
	one.turn = one.turn.Add(one.service / time.Duration(running))
	if latest := now.Add(mostWait); one.turn.After(latest) {
		one.turn = latest
	}
	return &Busy{After: max(one.turn.Sub(now), leastWait)}
}

// sweep removes hosts without calls or waiters, once there are many.
func (h *hosts) sweep() {
	if len(h.byName) < manyHosts {
		return
	}
	now := time.Now()
	for name, one := range h.byName {
		if one.users == 0 && !one.turn.After(now) {
			delete(h.byName, name)
		}
	}
}
