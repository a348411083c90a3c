package web

import (
	"context"
	"sync"
)

// KeyedLock lets one at a time work for each key; the others wait. It remembers
// only keys that somebody works or waits for.
type KeyedLock[K comparable] struct {
	mu   sync.Mutex
	held map[K]*lock
}

// lock is the lock of one key.
type lock struct {
	free  chan struct{} // holds one value while nobody works
	users int           // who work or wait
}

// Lock waits until nobody else works for key, or until ctx ends. Whoever gets the
// lock calls unlock, once.
func (l *KeyedLock[K]) Lock(ctx context.Context, key K) (unlock func(), err error) {
	mine := l.join(key)
	select {
	case <-mine.free:
		return func() {
			mine.free <- struct{}{}
			l.leave(key)
		}, nil
	case <-ctx.Done():
		l.leave(key)
		return nil, ctx.Err()
	}
}

func (l *KeyedLock[K]) join(key K) *lock {
	l.mu.Lock()
	defer l.mu.Unlock()
	mine, ok := l.held[key]
	if !ok {
		if l.held == nil {
			l.held = map[K]*lock{}
		}
		mine = &lock{free: make(chan struct{}, 1)}
		mine.free <- struct{}{}
		l.held[key] = mine
	}
	mine.users++
	return mine
}

func (l *KeyedLock[K]) leave(key K) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if mine := l.held[key]; mine != nil {
		if mine.users--; mine.users == 0 {
			delete(l.held, key)
		}
	}
}
