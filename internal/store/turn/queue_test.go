package turn_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/openhpp/openhpp/internal/store/turn"
)

var errOdd = errors.New("odd")

// slow serves numbers, a second for each turn, and keeps who came with whom.
type slow struct {
	mu     sync.Mutex
	served [][]int
}

func (s *slow) serve(all []int) []error {
	s.mu.Lock()
	s.served = append(s.served, slices.Clone(all))
	s.mu.Unlock()
	<-time.After(time.Second)
	errs := make([]error, len(all))
	for i, n := range all {
		if n%2 == 1 {
			errs[i] = errOdd
		}
	}
	return errs
}

// While one is served all others gather, and are served together, in the order
// they came, as many as may be; each is told its own error.
func TestThoseWhoWaitAreServedTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slow{}
		q := turn.New(1, 4, s.serve)
		var all sync.WaitGroup
		for n := range 10 {
			all.Go(func() {
				if err := q.Do(t.Context(), n); errors.Is(err, errOdd) != (n%2 == 1) {
					t.Errorf("%d: %v", n, err)
				}
			})
			synctest.Wait()
		}
		if q.Waiting() != 9 {
			t.Errorf("%d wait", q.Waiting())
		}
		began := time.Now()
		all.Wait()
		if took := time.Since(began); took != 4*time.Second {
			t.Errorf("took %s", took)
		}
		want := [][]int{{0}, {1, 2, 3, 4}, {5, 6, 7, 8}, {9}}
		if !slices.EqualFunc(s.served, want, slices.Equal) {
			t.Errorf("served %v, want %v", s.served, want)
		}
	})
}

// As many serve at once as there are turns.
func TestTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slow{}
		q := turn.New(3, 1, s.serve)
		began := time.Now()
		var all sync.WaitGroup
		for n := range 9 {
			all.Go(func() { _ = q.Do(t.Context(), 2*n) })
		}
		all.Wait()
		if took := time.Since(began); took != 3*time.Second {
			t.Errorf("nine by three took %s", took)
		}
	})
}

// Who leaves while waiting is never served; who is being served is waited for.
func TestLeaving(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slow{}
		q := turn.New(1, 4, s.serve)
		ctx, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		all.Go(func() {
			if err := q.Do(ctx, 0); err != nil {
				t.Errorf("served and left: %v", err)
			}
		})
		synctest.Wait()
		all.Go(func() {
			if err := q.Do(ctx, 2); !errors.Is(err, context.Canceled) {
				t.Errorf("left while waiting: %v", err)
			}
		})
		synctest.Wait()
		cancel()
		all.Wait()
		if err := q.Do(t.Context(), 4); err != nil {
			t.Errorf("afterwards: %v", err)
		}
		if want := [][]int{{0}, {4}}; !slices.EqualFunc(s.served, want, slices.Equal) {
			t.Errorf("served %v, want %v", s.served, want)
		}
	})
}
