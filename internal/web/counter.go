package web

import (
	"sync"
	"time"
)

// counter counts by key; each count ends a span after it began. When it knows too
// many keys it begins anew.
type counter struct {
	span time.Duration
	keys int

	mu     sync.Mutex
	counts map[string]count
}

type count struct {
	began time.Time
	n     int
}

func newCounter(span time.Duration, keys int) *counter {
	return &counter{span: span, keys: keys, counts: map[string]count{}}
}

// add counts one more for key and answers how many there are.
func (c *counter) add(key string, now time.Time) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	mine, ok := c.counts[key]
	if age := now.Sub(mine.began); !ok || age >= c.span || age < 0 {
		if !ok && len(c.counts) >= c.keys {
			clear(c.counts)
		}
		mine = count{began: now}
	}
	mine.n++
	c.counts[key] = mine
	return mine.n
}
