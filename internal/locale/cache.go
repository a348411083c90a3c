package locale

import "sync"

// cache keeps values by key, for at most limit keys: some keys come from the
// network.
type cache[K comparable, V any] struct {
	limit int
	mu    sync.RWMutex
	kept  map[K]V
}

// get answers the value of a key, or builds it. build may run twice.
func (m *cache[K, V]) get(key K, build func() V) V {
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
		m.kept = map[K]V{}
	}
	if len(m.kept) < m.limit {
		m.kept[key] = value
	}
	return value
}
