package measure

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// clerk takes as long as it is told to for each step.
type clerk struct {
	took   time.Duration
	left   *atomic.Int64 // steps of all clerks together; nil: no end
	fault  error
	closed *atomic.Int64
}

func (c clerk) Step() error {
	if c.fault != nil {
		return c.fault
	}
	if c.left != nil && c.left.Add(-1) < 0 {
		return ErrDone
	}
	<-time.After(c.took)
	return nil
}

func (c clerk) Close() error {
	c.closed.Add(1)
	return nil
}

func TestLoad(t *testing.T) {
	fault := errors.New("a wrong answer")
	forty := func() *atomic.Int64 { n := &atomic.Int64{}; n.Store(40); return n }
	for name, c := range map[string]struct {
		worker clerk
		plan   Plan
		want   Result
		fails  error
	}{
		"a second": {
			clerk{took: 10 * time.Millisecond}, Plan{Clients: 4, Span: time.Second},
			Result{Clients: 4, Count: 400, Rate: 400, P50: 10 * time.Millisecond, P99: 10 * time.Millisecond}, nil,
		},
		"the warm-up does not count": {
			clerk{took: 10 * time.Millisecond}, Plan{Clients: 1, Warm: 500 * time.Millisecond, Span: time.Second},
			Result{Clients: 1, Count: 100, Rate: 100, P50: 10 * time.Millisecond, P99: 10 * time.Millisecond}, nil,
		},
		"a step that outlives the span counts, and its time": {
			clerk{took: 800 * time.Millisecond}, Plan{Clients: 1, Span: time.Second},
			Result{Clients: 1, Count: 2, Rate: 1.25, P50: 800 * time.Millisecond, P99: 800 * time.Millisecond}, nil,
		},
		"nothing left": {
			clerk{took: 100 * time.Millisecond, left: forty()}, Plan{Clients: 4, Span: time.Hour},
			Result{Clients: 4, Count: 40, Rate: 40, P50: 100 * time.Millisecond, P99: 100 * time.Millisecond}, nil,
		},
		"used up while warm": {clerk{left: &atomic.Int64{}}, Plan{Clients: 2, Span: time.Second}, Result{}, ErrNothing},
		"a wrong answer":     {clerk{fault: fault}, Plan{Clients: 2, Span: time.Second}, Result{}, fault},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				closed := &atomic.Int64{}
				c.worker.closed = closed
				got, err := Load(t.Context(), c.plan, func(int) (Worker, error) { return c.worker, nil })
				if diff := cmp.Diff(c.want, got, cmpopts.IgnoreUnexported(Result{})); diff != "" || !errors.Is(err, c.fails) {
					t.Errorf("%s\ngot %v, want %v", diff, err, c.fails)
				}
				if int(closed.Load()) != c.plan.Clients {
					t.Errorf("%d of %d workers were closed", closed.Load(), c.plan.Clients)
				}
			})
		})
	}
}

func TestLoadClosesWhatItOpened(t *testing.T) {
	closed, fault := &atomic.Int64{}, errors.New("no connection")
	_, err := Load(t.Context(), Plan{Clients: 3, Span: time.Second}, func(client int) (Worker, error) {
		if client == 2 {
			return nil, fault
		}
		return clerk{closed: closed}, nil
	})
	if !errors.Is(err, fault) || closed.Load() != 2 {
		t.Errorf("got %v, %d closed", err, closed.Load())
	}
}

func TestLoadEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		_, err := Load(ctx, Plan{Clients: 1, Span: time.Hour}, func(int) (Worker, error) {
			return clerk{took: 300 * time.Millisecond, closed: &atomic.Int64{}}, nil
		})
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 2*time.Second {
			t.Errorf("got %v after %s", err, time.Since(start))
		}
	})
}
