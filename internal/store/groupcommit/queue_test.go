package groupcommit_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/openhpp/openhpp/internal/store/groupcommit"
)

var errOdd = errors.New("odd")

// slow serves numbers, a second for each batch, and keeps which shared one.
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

// While one batch is served the others gather and share the next, in the order
// they came, up to its limit; each gets its own error.
func TestWaitingCallersShareABatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slow{}
		q := groupcommit.New(1, 4, s.serve)
		var all sync.WaitGroup
		for n := range 10 {
			all.Go(func() {
				if err := q.Submit(t.Context(), n); errors.Is(err, errOdd) != (n%2 == 1) {
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

// As many batches are under way at once as New says.
func TestConcurrency(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slow{}
		q := groupcommit.New(3, 1, s.serve)
		began := time.Now()
		var all sync.WaitGroup
		for n := range 9 {
			all.Go(func() { _ = q.Submit(t.Context(), 2*n) })
		}
		all.Wait()
		if took := time.Since(began); took != 3*time.Second {
			t.Errorf("nine by three took %s", took)
		}
	})
}

// A caller who leaves while waiting is never served; work under way is waited for.
func TestCallerLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slow{}
		q := groupcommit.New(1, 4, s.serve)
		ctx, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		all.Go(func() {
			if err := q.Submit(ctx, 0); err != nil {
				t.Errorf("served and left: %v", err)
			}
		})
		synctest.Wait()
		all.Go(func() {
			if err := q.Submit(ctx, 2); !errors.Is(err, context.Canceled) {
				t.Errorf("left while waiting: %v", err)
			}
		})
		synctest.Wait()
		cancel()
		all.Wait()
		if err := q.Submit(t.Context(), 4); err != nil {
			t.Errorf("afterwards: %v", err)
		}
		if want := [][]int{{0}, {4}}; !slices.EqualFunc(s.served, want, slices.Equal) {
			t.Errorf("served %v, want %v", s.served, want)
		}
	})
}
