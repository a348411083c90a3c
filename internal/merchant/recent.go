package merchant

import (
	"sync"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// trustPeriod is how long a pair of credentials that was right is not looked up
// again: half of the second after which a revoked one is refused by every
// process (safety.md A24).
const trustPeriod = 500 * time.Millisecond

// recent knows the pairs that were right a moment ago, by their keyed hash.
// Wrong ones are never in it: whoever guesses waits for the store like before,
// whether or not the user name exists.
type recent struct {
	mu sync.Mutex
	// fresh fills up while old is still asked; their change forgets, so that
	// there are no more entries than pairs in use.
	fresh, old map[[hashSize]byte]verifiedPair
	began      time.Time // of fresh
}

// verifiedPair is who a right pair belongs to, and since when that is known.
type verifiedPair struct {
	merchant hpp.Merchant
	at       time.Time
}

// find answers the merchant of a pair that was right within the last moment.
func (r *recent) find(hash [hashSize]byte, now time.Time) (hpp.Merchant, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	entry, ok := r.fresh[hash]
	if !ok {
		entry, ok = r.old[hash]
	}
	age := now.Sub(entry.at)
	return entry.merchant, ok && age >= 0 && age < trustPeriod
}

// keep remembers a pair that was right at a time, which is before the store was
// asked: what was revoked meanwhile counts from then.
func (r *recent) keep(hash [hashSize]byte, m hpp.Merchant, at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if age := at.Sub(r.began); r.fresh == nil || age >= trustPeriod || age < 0 {
		r.fresh, r.old, r.began = map[[hashSize]byte]verifiedPair{}, r.fresh, at
	}
	r.fresh[hash] = verifiedPair{m, at}
}
