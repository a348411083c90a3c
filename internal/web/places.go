package web

import "sync"

// Places bounds how many of something are open for each key at the same time.
// It remembers only keys that hold a place.
type Places[K comparable] struct {
	most int

	mu   sync.Mutex
	held map[K]int
}

// NewPlaces makes places for most at a time of each key.
func NewPlaces[K comparable](most int) *Places[K] {
	return &Places[K]{most: most, held: map[K]int{}}
}

// Take takes a place for key and reports whether there was one. Whoever got one
// frees it, once.
func (p *Places[K]) Take(key K) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.held[key] >= p.most {
		return false
	}
	p.held[key]++
	return true
}

// Free gives a place of key back.
func (p *Places[K]) Free(key K) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.held[key]--; p.held[key] <= 0 {
		delete(p.held, key)
	}
}
