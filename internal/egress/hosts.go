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
	firstGuess = 100 * time.Millisecond // of how long a call takes
	leastWait  = 100 * time.Millisecond
	mostWait   = 5 * time.Minute
	manyHosts  = 1024 // from here on, forgotten ones are swept out
)

// hosts shares calls out so that no host gets too many of them, or of us: few
// run, few wait, and the rest are sent away with the time of their turn.
type hosts struct {
	calls, queued int
	wait          time.Duration

	mu     sync.Mutex
	byName map[string]*host
}

type host struct {
	slots   chan struct{}
	users   int           // running or waiting
	service time.Duration // moving average of one call
	turn    time.Time     // given to the last one sent away
}

func newHosts(calls, queued int, wait time.Duration) *hosts {
	return &hosts{calls: calls, queued: queued, wait: wait, byName: map[string]*host{}}
}

// acquire takes a slot of the host, waiting for a short while. release gives
// it back.
func (h *hosts) acquire(ctx context.Context, name string) (release func(), err error) {
	one, ok := h.enter(name)
	if !ok {
		return nil, h.sendAway(one)
	}
	timer := time.NewTimer(h.wait)
	defer timer.Stop()
	select {
	case one.slots <- struct{}{}:
	case <-timer.C:
		h.leave(one)
		return nil, h.sendAway(one)
	case <-ctx.Done():
		h.leave(one)
		return nil, ctx.Err()
	}
	start := time.Now()
	return func() {
		<-one.slots
		h.learn(one, time.Since(start))
		h.leave(one)
	}, nil
}

func (h *hosts) enter(name string) (*host, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	one, known := h.byName[name]
	if !known {
		h.sweep()
		one = &host{slots: make(chan struct{}, h.calls), service: firstGuess}
		h.byName[name] = one
	}
	if one.users >= h.calls+h.queued {
		return one, false
	}
	one.users++
	return one, true
}

func (h *hosts) leave(one *host) {
	h.mu.Lock()
	defer h.mu.Unlock()
	one.users--
}

func (h *hosts) learn(one *host, took time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	one.service += (took - one.service) / 4
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
	one.turn = one.turn.Add(one.service / time.Duration(h.calls))
	if latest := now.Add(mostWait); one.turn.After(latest) {
		one.turn = latest
	}
	return &Busy{After: max(one.turn.Sub(now), leastWait)}
}

// sweep forgets hosts that nobody uses or waits for, once there are many.
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
