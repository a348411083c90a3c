package locale

import "sync"

// cache keeps values by key, for at most limit keys: some keys come from the
// network.
type cache[V any] struct {
	limit int
	mu    sync.RWMutex
	kept  map[string]V
}

// get answers the value of a key, or builds it. build may run twice.
func (m *cache[V]) get(key string, build func() V) V {
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
