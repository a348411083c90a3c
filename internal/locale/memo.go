package locale

import "sync"

// memo keeps what was made for a key, for up to limit keys: some keys come
// from strangers.
type memo[V any] struct {
	limit int
	mu    sync.RWMutex
	kept  map[string]V
}

// of answers what is kept for a key, or builds it. build may run twice.
func (m *memo[V]) of(key string, build func() V) V {
	m.mu.RLock()
	value, ok := m.kept[key]
	m.mu.RUnlock()
	if ok {
		return value
	}
	value = build()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		m.kept = map[string]V{}
	}
	if len(m.kept) < m.limit {
		m.kept[key] = value
	}
	return value
}
