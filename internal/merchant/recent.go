package merchant

import (
	"sync"
	"time"
)

// trustPeriod is how long an answer that was right is not asked for again: half
// of the second after which every process refuses what was revoked
// (docs/spec/safety.md A24).
const trustPeriod = 500 * time.Millisecond

// recent knows what was right a moment ago.
type recent[K comparable, V any] struct {
	mu sync.Mutex
	// fresh fills up while old is still asked; their change forgets, so that
	// there are no more entries than keys in use.
	fresh, old map[K]recentAnswer[V]
	began      time.Time // of fresh
}

// recentAnswer is an answer, and since when it is known.
type recentAnswer[V any] struct {
	value V
	at    time.Time
}

// find answers what was right within the last moment.
func (r *recent[K, V]) find(key K, now time.Time) (V, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	entry, ok := r.fresh[key]
	if !ok {
		entry, ok = r.old[key]
	}
	age := now.Sub(entry.at)
	return entry.value, ok && age >= 0 && age < trustPeriod
}

// keep remembers what was right at a time, which is before the store was asked:
// what was revoked meanwhile counts from then.
func (r *recent[K, V]) keep(key K, value V, at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if age := at.Sub(r.began); r.fresh == nil || age >= trustPeriod || age < 0 {
		r.fresh, r.old, r.began = map[K]recentAnswer[V]{}, r.fresh, at
	}
	r.fresh[key] = recentAnswer[V]{value, at}
}

// forget has a key asked for again.
func (r *recent[K, V]) forget(key K) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.fresh, key)
	delete(r.old, key)
}
