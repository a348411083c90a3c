package retention_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/openhpp/openhpp/internal/retention"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// call is what a store was asked, and when.
type call struct {
	at   time.Duration // since the start
	kind retention.Kind
	retention.Batch
}

// world is a sweeper on a store of the test's own, in a bubble whose time costs
// nothing.
type world struct {
	began  time.Time
	calls  []call
	answer func(ctx context.Context, c call) (retention.Result, error)
	gone   map[retention.Kind]int
	log    bytes.Buffer
}

// Sweep implements retention.Store.
func (w *world) Sweep(ctx context.Context, kind retention.Kind, b retention.Batch) (retention.Result, error) {
	c := call{time.Since(w.began), kind, b}
	w.calls = append(w.calls, c)
	if w.answer == nil {
		return retention.Result{}, nil
	}
	return w.answer(ctx, c)
}

// run sweeps by rules for a while and then stops.
func (w *world) run(t *testing.T, length time.Duration, random float64, rules ...retention.Rule) {
	t.Helper()
	w.began, w.gone = time.Now(), map[retention.Kind]int{}
	ctx, stop := context.WithCancel(t.Context())
	sweeper := retention.NewSweeper(w, retention.Options{
		Now: time.Now, Log: slog.New(slog.NewTextHandler(&w.log, nil)), Random: func() float64 { return random },
		Observe: func(kind retention.Kind, gone int) { w.gone[kind] += gone },
	}, rules...)
	stopped := make(chan struct{})
	go func() { defer close(stopped); sweeper.Run(ctx) }()
	<-time.After(length)
	stop()
	asked := time.Now()
	<-stopped
	if took := time.Since(asked); took > 0 {
		t.Errorf("it took %s to stop", took)
	}
}

func (w *world) times() (all []time.Duration) {
	for _, c := range w.calls {
		all = append(all, c.at)
	}
	return all
}

// Rounds come by the hour, and those of replicas that start together part.
func TestRounds(t *testing.T) {
	for random, want := range map[float64][]time.Duration{
		0:   {30 * time.Second, 30*time.Second + 30*time.Minute + 20*time.Millisecond},
		0.5: {time.Minute, time.Minute + time.Hour + 20*time.Millisecond},
		1:   {90 * time.Second, 90*time.Second + 90*time.Minute + 20*time.Millisecond},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := &world{}
			w.run(t, want[1]+time.Minute, random, retention.Rule{Kind: retention.Keys, Keep: time.Hour})
			if diff := cmp.Diff(want, w.times()); diff != "" {
				t.Errorf("random %g (-want +got):\n%s", random, diff)
			}
			for _, c := range w.calls {
				if want := w.began.Add(c.at - time.Hour); !c.Before.Equal(want) {
					t.Errorf("swept up to %s; want %s", c.Before, want)
				}
			}
		})
	}
}

// later is how long a batch takes, in the bubble's time.
func later(d time.Duration, r retention.Result) (retention.Result, error) {
	<-time.After(d)
	return r, nil
}

// A sweep goes on behind what it saw, up to the time it began with, and rests
// ten times as long as it works.
func TestBatchesAndPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{}
		w.answer = func(_ context.Context, c call) (retention.Result, error) {
			last := retention.Place{ID: c.After.ID + "x"}
			return later(12*time.Millisecond, retention.Result{Gone: c.Limit - 1, Work: 12 * time.Millisecond, Last: last, More: len(last.ID) < 4})
		}
		w.run(t, 2*time.Minute, 0.5, retention.Rule{Kind: retention.Sessions, Keep: time.Hour}, retention.Rule{Kind: retention.Keys})
		before := w.began.Add(time.Minute - time.Hour)
		const step = 132 * time.Millisecond
		want := []call{
			{time.Minute, retention.Sessions, retention.Batch{Before: before, Limit: 50}},
			{time.Minute + step, retention.Sessions, retention.Batch{Before: before, Limit: 50, After: retention.Place{ID: "x"}}},
			{time.Minute + 2*step, retention.Sessions, retention.Batch{Before: before, Limit: 50, After: retention.Place{ID: "xx"}}},
			{time.Minute + 3*step, retention.Sessions, retention.Batch{Before: before, Limit: 50, After: retention.Place{ID: "xxx"}}},
		}
		if diff := cmp.Diff(want, w.calls[:4], cmp.AllowUnexported(call{})); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if next := w.calls[4]; next.kind != retention.Keys || next.at != time.Minute+4*step || !next.After.Time.IsZero() {
			t.Errorf("the next kind: %+v", next)
		}
		if w.gone[retention.Sessions] != 4*49 || !strings.Contains(w.log.String(), "kind=sessions rows=196") {
			t.Errorf("%d were counted, and logged %s", w.gone[retention.Sessions], &w.log)
		}
	})
}

// How much goes at once follows how much work it is, and not how long others
// were waited for.
func TestBatchesFitTheirTime(t *testing.T) {
	for work, want := range map[time.Duration][]int{
		time.Millisecond:      {50, 100, 200, 200},
		15 * time.Millisecond: {50, 50, 50, 50},
		16 * time.Millisecond: {50, 25, 20, 20},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := &world{}
			w.answer = func(context.Context, call) (retention.Result, error) {
				return later(30*time.Millisecond, retention.Result{Work: work, More: len(w.calls) < len(want)})
			}
			w.run(t, 5*time.Minute, 0.5, retention.Rule{Kind: retention.Sessions})
			var limits []int
			for _, c := range w.calls {
				limits = append(limits, c.Limit)
			}
			if !slices.Equal(want, limits) {
				t.Errorf("batches of %s work: %v; want %v", work, limits, want)
			}
		})
	}
}

// An outage is logged when it begins and when it ends, and looked after every
// minute. It keeps nobody from the kinds that can be swept.
func TestOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{}
		w.answer = func(_ context.Context, c call) (retention.Result, error) {
			if c.kind == retention.Sessions && c.at < 5*time.Minute {
				return retention.Result{}, errors.New("the disk is full")
			}
			return retention.Result{}, nil
		}
		w.run(t, 10*time.Minute, 0.5, retention.Rule{Kind: retention.Sessions}, retention.Rule{Kind: retention.Keys})
		text := w.log.String()
		if strings.Count(text, "the disk is full") != 1 || strings.Count(text, "retention works again") != 1 || strings.Count(text, "\n") != 2 {
			t.Errorf("logged:\n%s", text)
		}
		if len(w.calls) != 10 { // five rounds, the last of which works
			t.Errorf("%d calls at %v", len(w.calls), w.times())
		}
	})
}

// A stop does not wait for a pause, nor for a database that does not answer.
func TestStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // in a pause
		w := &world{answer: func(context.Context, call) (retention.Result, error) {
			return later(time.Second, retention.Result{Gone: 1, More: true})
		}}
		w.run(t, 65*time.Second, 0.5, retention.Rule{Kind: retention.Sessions})
		if len(w.calls) != 1 {
			t.Errorf("%d calls", len(w.calls))
		}
	})
	synctest.Test(t, func(t *testing.T) { // in a batch
		w := &world{answer: func(ctx context.Context, _ call) (retention.Result, error) {
			<-ctx.Done()
			return retention.Result{}, ctx.Err()
		}}
		w.run(t, 65*time.Second, 0.5, retention.Rule{Kind: retention.Sessions}, retention.Rule{Kind: retention.Keys})
		if len(w.calls) != 1 || w.log.Len() > 0 {
			t.Errorf("%d calls, logged %s", len(w.calls), &w.log)
		}
	})
}
