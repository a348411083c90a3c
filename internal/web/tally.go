package web

import (
	"sync"
	"time"
)

// tally counts by key; each count ends a span after it began. When it knows too
// many keys it begins anew.
type tally struct {
	span time.Duration
	keys int

	mu     sync.Mutex
	counts map[string]counted
}

type counted struct {
	began time.Time
	n     int
}

func newTally(span time.Duration, keys int) *tally {
	return &tally{span: span, keys: keys, counts: map[string]counted{}}
}

// add counts one more for key and answers how many there are.
func (t *tally) add(key string, now time.Time) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	c, ok := t.counts[key]
	if age := now.Sub(c.began); !ok || age >= t.span || age < 0 {
		if !ok && len(t.counts) >= t.keys {
			clear(t.counts)
		}
		c = counted{began: now}
	}
	c.n++
	t.counts[key] = c
	return c.n
}
