package payment

import (
	"slices"
	"sync"

	"github.com/openhpp/openhpp/internal/hpp"
)

// mostPages bounds each half of what keptPages holds: some 10 MB of carts with
// two dozen lines, when both are full.
const mostPages = 2048

// keptPages has what the hosted page shows of the sessions that were read last.
// The version says whether one still holds, and the store whose it is: only a
// page of the version that the store has just named may be shown.
type keptPages struct {
	mu          sync.Mutex
	newer, rest map[string]keptPage // by the session's id; newer becomes rest once it is full
}

// keptPage is a page and the version of the session that it was made of; 0 of none.
type keptPage struct {
	version int64
	page    hpp.PaymentSession
}

// find answers the page of a session, or one of version 0.
func (k *keptPages) find(id string) keptPage {
	k.mu.Lock()
	defer k.mu.Unlock()
	if kept, ok := k.newer[id]; ok {
		return kept
	}
	kept, ok := k.rest[id]
	if ok {
		k.put(id, kept)
	}
	return kept
}

// keep makes the page of a session as the store has it, and keeps it.
func (k *keptPages) keep(session Session) keptPage {
	kept := keptPage{session.Version, pageOf(session)}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.put(session.ID, kept)
	return kept
}

func (k *keptPages) put(id string, kept keptPage) {
	if len(k.newer) >= mostPages || k.newer == nil {
		k.newer, k.rest = map[string]keptPage{}, k.newer
	}
	k.newer[id] = kept
}

// copied is the page for a caller, who may change what is in its lists.
func (k keptPage) copied() hpp.PaymentSession {
	page := k.page
	page.Purchase.Lines, page.Methods = slices.Clone(page.Purchase.Lines), slices.Clone(page.Methods)
	return page
}
