package outbox

import (
	"maps"
	"sync"
)

// runningTries counts the tries of each merchant that are under way.
type runningTries struct {
	mu         sync.Mutex
	byMerchant map[string]int
}

func (r *runningTries) add(merchant string, n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.byMerchant == nil {
		r.byMerchant = map[string]int{}
	}
	r.byMerchant[merchant] += n
	if r.byMerchant[merchant] == 0 {
		delete(r.byMerchant, merchant)
	}
}

func (r *runningTries) counts() map[string]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return maps.Clone(r.byMerchant)
}

// reached reports whether a merchant has n tries under way, or more.
func (r *runningTries) reached(n int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, tries := range r.byMerchant {
		if tries >= n {
			return true
		}
	}
	return false
}
