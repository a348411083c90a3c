package outbox

import (
	"maps"
	"sync"
)

// held counts the tries of each merchant that are under way.
type held struct {
	mu         sync.Mutex
	byMerchant map[string]int
}

func (h *held) add(merchant string, n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.byMerchant == nil {
		h.byMerchant = map[string]int{}
	}
	h.byMerchant[merchant] += n
	if h.byMerchant[merchant] == 0 {
		delete(h.byMerchant, merchant)
	}
}

func (h *held) counts() map[string]int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return maps.Clone(h.byMerchant)
}

// reached reports whether a merchant has n tries under way, or more.
func (h *held) reached(n int) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, tries := range h.byMerchant {
		if tries >= n {
			return true
		}
	}
	return false
}
