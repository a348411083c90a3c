package web

import (
	"context"
	"sync"
)

// Turns lets one at a time work for each key; the others wait for their turn. It
// remembers only keys that somebody works or waits for.
type Turns[K comparable] struct {
	mu   sync.Mutex
	held map[K]*turn
}

// turn is the work of one key.
type turn struct {
	free chan struct{} // holds one value while nobody works
	all  int           // who work or wait
}

// Wait waits for the turn of key, until ctx ends. Whoever gets it calls done,
// once.
func (t *Turns[K]) Wait(ctx context.Context, key K) (done func(), err error) {
	mine := t.join(key)
	select {
	case <-mine.free:
		return func() {
			mine.free <- struct{}{}
			t.leave(key)
		}, nil
	case <-ctx.Done():
		t.leave(key)
		return nil, ctx.Err()
	}
}

func (t *Turns[K]) join(key K) *turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	mine, ok := t.held[key]
	if !ok {
		if t.held == nil {
			t.held = map[K]*turn{}
		}
		mine = &turn{free: make(chan struct{}, 1)}
		mine.free <- struct{}{}
		t.held[key] = mine
	}
	mine.all++
	return mine
}

func (t *Turns[K]) leave(key K) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if mine := t.held[key]; mine != nil {
		if mine.all--; mine.all == 0 {
			delete(t.held, key)
		}
	}
}
