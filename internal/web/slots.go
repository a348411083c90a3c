package web

import "sync"

// Slots bounds how many of something are open for each key at the same time.
// It remembers only keys that hold a slot.
type Slots[K comparable] struct {
	most int

	mu   sync.Mutex
	held map[K]int
}

// NewSlots makes slots for most at a time of each key.
func NewSlots[K comparable](most int) *Slots[K] {
	return &Slots[K]{most: most, held: map[K]int{}}
}

// Take takes a slot for key and reports whether there was one. Whoever got one
// frees it, once.
func (s *Slots[K]) Take(key K) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held[key] >= s.most {
		return false
	}
	s.held[key]++
	return true
}

// Free gives a slot of key back.
func (s *Slots[K]) Free(key K) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held[key]--; s.held[key] <= 0 {
		delete(s.held, key)
	}
}
