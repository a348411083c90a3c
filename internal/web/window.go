package web

import (
	"container/list"
	"sync"
	"time"
)

// Window bounds how often something happens for each key: at most so many times
// within any span of so long, wherever the span begins. It remembers a bounded
// number of keys and forgets those first that were not seen for the longest.
type Window[K comparable] struct {
	most int
	span time.Duration
	keys int

	mu    sync.Mutex
	known map[K]*list.Element
	order list.List // of *happenings[K], the latest in front
}

// happenings are those of one key within the span, oldest first.
type happenings[K comparable] struct {
	key   K
	times []time.Time
}

// NewWindow makes a window that admits most happenings of a key in any span and
// knows up to keys keys.
func NewWindow[K comparable](most int, span time.Duration, keys int) *Window[K] {
	return &Window[K]{most: most, span: span, keys: keys, known: map[K]*list.Element{}}
}

// Take counts one more for key at now. It answers how many are left in the
// span; when there were none it counts nothing and answers how long to wait.
func (w *Window[K]) Take(key K, now time.Time) (left int, wait time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	h := w.of(key)
	h.drop(now, w.span)
	if len(h.times) >= w.most {
		return 0, max(h.times[0].Add(w.span).Sub(now), time.Nanosecond)
	}
	h.times = append(h.times, now)
	return w.most - len(h.times), 0
}

// Wait answers how long key has to wait for its next happening, and counts
// nothing.
func (w *Window[K]) Wait(key K, now time.Time) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	h := w.of(key)
	h.drop(now, w.span)
	if len(h.times) < w.most {
		return 0
	}
	return max(h.times[0].Add(w.span).Sub(now), time.Nanosecond)
}

// of finds the happenings of a key, or makes room for them.
func (w *Window[K]) of(key K) *happenings[K] {
	if at, ok := w.known[key]; ok {
		w.order.MoveToFront(at)
		return at.Value.(*happenings[K]) //nolint:forcetypeassert // nothing else is put there
	}
	if len(w.known) >= w.keys {
		oldest := w.order.Back()
		delete(w.known, oldest.Value.(*happenings[K]).key) //nolint:forcetypeassert // as above
		w.order.Remove(oldest)
	}
	h := &happenings[K]{key: key}
	w.known[key] = w.order.PushFront(h)
	return h
}

// drop forgets what is older than the span, and what lies in the future of a
// clock that was set back.
func (h *happenings[K]) drop(now time.Time, span time.Duration) {
	kept := h.times[:0]
	for _, at := range h.times {
		if age := now.Sub(at); age >= 0 && age < span {
			kept = append(kept, at)
		}
	}
	h.times = kept
}
