package fsck

import (
	"fmt"
	"iter"
)

// stream reads a list beside others in the order of a key, one at a time.
type stream[T any] struct {
	name   string
	key    func(T) string
	strays func(T) // takes what belongs to nobody
	next   func() (T, error, bool)
	stop   func()

	begun, ended bool
	head         T
	at           string // the head's key
	group        []T    // the last one answered; used again
}

// read begins a list. It must be closed.
func read[T any](name string, list iter.Seq2[T, error], key func(T) string, strays func(T)) *stream[T] {
	s := &stream[T]{name: name, key: key, strays: strays}
	s.next, s.stop = iter.Pull2(list)
	return s
}

func (s *stream[T]) close() { s.stop() }

// step goes to the next one.
func (s *stream[T]) step() error {
	one, err, ok := s.next()
	if s.ended = !ok; s.ended {
		return nil
	}
	if err != nil {
		return fmt.Errorf("fsck: read %s: %w", s.name, err)
	}
	before := s.at
	if s.head, s.at = one, s.key(one); s.at < before {
		return fmt.Errorf("fsck: %s are out of order: %q comes after %q", s.name, s.at, before)
	}
	return nil
}

// of answers those with a key, until the next call. What comes before it
// belongs to no session.
func (s *stream[T]) of(key string) ([]T, error) {
	s.group = s.group[:0]
	err := s.through(func() bool { return s.at <= key }, func(one T) {
		if s.at == key {
			s.group = append(s.group, one)
			return
		}
		s.strays(one)
	})
	return s.group, err
}

// rest answers the rest, which belongs to no session either.
func (s *stream[T]) rest() error {
	return s.through(func() bool { return true }, s.strays)
}

// through takes one after the other while it is wanted.
func (s *stream[T]) through(wanted func() bool, take func(T)) error {
	if !s.begun {
		s.begun = true
		if err := s.step(); err != nil {
			return err
		}
	}
	for !s.ended && wanted() {
		take(s.head)
		if err := s.step(); err != nil {
			return err
		}
	}
	return nil
}
