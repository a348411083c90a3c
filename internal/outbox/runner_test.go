package outbox_test

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
)

func TestScheduleIsKept(t *testing.T) {
	run(t, func(w *world) {
		w.queue("s", "k", "a")
		w.work(time.Hour, outbox.Kind{
			Name: "k", Schedule: []time.Duration{0, 3 * time.Second, 8 * time.Second, 20 * time.Second, 5 * time.Minute},
			Handle: w.handle(func(string, int) error { return errNo }),
		})
		if got, want := w.times("s/a"), seconds(0, 3, 11, 31, 331); !slices.Equal(got, want) {
			w.Errorf("tried at %v, want %v", got, want)
		}
		if dead := w.dead("k"); len(dead) != 1 || dead[0].Reason != "no" || dead[0].Attempts != 5 {
			w.Errorf("given up: %+v", dead)
		}
	})
}

// What a handler says beyond "failed".
func TestWordsOfHandlers(t *testing.T) {
	schedule := []time.Duration{0, 3 * time.Second, 3 * time.Second}
	for name, c := range map[string]struct {
		err     error
		endless bool
		want    []time.Duration
		dead    int
		tries   int
	}{
		"permanent":            {err: outbox.Permanent(errNo), want: seconds(0), dead: 1, tries: 1},
		"after, longer":        {err: outbox.After(10*time.Second, errNo), want: seconds(0, 10, 20), dead: 1, tries: 3},
		"after, shorter":       {err: outbox.After(time.Second, errNo), want: seconds(0, 3, 6), dead: 1, tries: 3},
		"after, endless":       {err: outbox.After(20*time.Second, errNo), endless: true, want: seconds(0, 20, 40)},
		"postponed":            {err: outbox.Postpone(20*time.Second, errNo), want: seconds(0, 20, 40)},
		"endless":              {err: errNo, endless: true, want: seconds(0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39, 42, 45, 48, 51, 54, 57)},
		"permanent, endlessly": {err: outbox.Permanent(errNo), endless: true, want: seconds(0), dead: 1, tries: 1},
	} {
		t.Run(name, func(t *testing.T) {
			run(t, func(w *world) {
				w.queue("s", "k", "a")
				w.work(59*time.Second, outbox.Kind{
					Name: "k", Schedule: schedule, Endless: c.endless,
					Handle: w.handle(func(string, int) error { return c.err }),
				})
				if got := w.times("s/a"); !slices.Equal(got, c.want) {
					w.Errorf("tried at %v, want %v", got, c.want)
				}
				dead := w.dead("k")
				if len(dead) != c.dead || c.dead == 1 && dead[0].Attempts != c.tries {
					w.Errorf("given up: %+v, want %d after %d tries", dead, c.dead, c.tries)
				}
			})
		})
	}
}

// A later event of a session is never tried before the earlier one is done or
// given up, while other sessions go on.
func TestOrderWithinASession(t *testing.T) {
	run(t, func(w *world) {
		w.queue("slow", "k", "a", "b", "c")
		w.queue("quick", "k", "x", "y")
		w.work(time.Hour, outbox.Kind{
			Name: "k", Schedule: []time.Duration{0, 10 * time.Second, 20 * time.Second},
			Handle: w.handle(func(id string, n int) error {
				switch {
				case id == "a" && n == 1, id == "b":
					return errNo
				}
				return nil
			}),
		})
		for job, want := range map[string][]time.Duration{
			"slow/a": seconds(0, 10), "slow/b": seconds(10, 20, 40), "slow/c": seconds(40), "quick/x": seconds(0), "quick/y": seconds(0),
		} {
			if got := w.times(job); !slices.Equal(got, want) {
				w.Errorf("%s tried at %v, want %v", job, got, want)
			}
		}
		if dead := w.dead("k"); len(dead) != 1 || dead[0].ID != "b" {
			w.Errorf("given up: %+v", dead)
		}
	})
}

// Receivers that hang hold their own workers, not another kind's, and not
// more than there are.
func TestSlowWorkHoldsUpNoOtherKind(t *testing.T) {
	run(t, func(w *world) {
		for i := range 10 {
			w.queueOf(hpp.MerchantID(name(i)), name(i), "slow", "a")
		}
		w.queue("other", "quick", "b")
		var now, most atomic.Int64
		slow := outbox.Kind{Name: "slow", Schedule: seconds(0), Workers: 3, Handle: func(ctx context.Context, _ outbox.Job) error {
			most.Store(max(most.Load(), now.Add(1)))
			defer now.Add(-1)
			select {
			case <-ctx.Done():
			case <-time.After(20 * time.Second):
			}
			return nil
		}}
		w.work(5*time.Minute, slow, outbox.Kind{Name: "quick", Schedule: seconds(0), Handle: w.handle(func(string, int) error { return nil })})
		if got := w.times("other/b"); !slices.Equal(got, seconds(0)) {
			w.Errorf("the other kind was tried at %v", got)
		}
		if most.Load() != 3 {
			w.Errorf("%d at once, want 3", most.Load())
		}
		if rest, err := w.db.Outbox().Backlog(w.Context()); err != nil || len(rest) != 0 {
			w.Errorf("left over: %+v, %v", rest, err)
		}
	})
}

func TestPanicIsAFailedTry(t *testing.T) {
	run(t, func(w *world) {
		w.queue("s", "k", "a")
		w.work(time.Minute, outbox.Kind{Name: "k", Schedule: seconds(0, 3, 3), Handle: w.handle(func(_ string, n int) error {
			if n == 1 {
				panic("boom")
			}
			return nil
		})})
		if got := w.times("s/a"); !slices.Equal(got, seconds(0, 3)) {
			w.Errorf("tried at %v", got)
		}
		if n := w.log.count("boom"); n == 0 {
			w.Error("the panic is not on the log")
		}
	})
}

func TestWakeStartsAtOnce(t *testing.T) {
	run(t, func(w *world) {
		kind := func(name string) outbox.Kind {
			return outbox.Kind{Name: name, Schedule: seconds(0), Handle: w.handle(func(string, int) error { return nil })}
		}
		runner := w.runner(kind("k"), kind("other"))
		ctx, stop := context.WithCancel(w.Context())
		var wg sync.WaitGroup
		wg.Go(func() { runner.Run(ctx) })
		<-time.After(1500 * time.Millisecond) // between two polls
		w.queue("s", "k", "a")
		w.queue("t", "other", "b")
		runner.Wake("k")
		<-time.After(400 * time.Millisecond)
		stop()
		wg.Wait()
		if got := w.times("s/a"); !slices.Equal(got, []time.Duration{1500 * time.Millisecond}) {
			w.Errorf("tried at %v, want at 1.5 s, not at the next poll", got)
		}
		if got := w.times("t/b"); len(got) > 0 {
			w.Errorf("a kind that was not woken was looked for at %v", got)
		}
	})
}

// Told to stop, a runner starts nothing and waits for what it began.
func TestRunWaitsForTriesUnderWay(t *testing.T) {
	run(t, func(w *world) {
		w.queue("s", "k", "a", "b")
		finished := false
		w.work(time.Second, outbox.Kind{Name: "k", Schedule: seconds(0), Handle: func(_ context.Context, job outbox.Job) error {
			if job.ID == "b" {
				w.Error("a job was started after the end")
			}
			<-time.After(5 * time.Second)
			finished = true
			return nil
		}})
		if !finished {
			w.Error("Run left a try behind")
		}
		left, err := w.db.Outbox().Claim(w.Context(), "k", time.Now(), time.Now().Add(time.Minute), 10, outbox.Shares{})
		if err != nil || len(left) != 1 || left[0].ID != "b" {
			w.Errorf("the finished try is not recorded: %+v, %v", left, err)
		}
	})
}

// A try that may be broken off holds up no stop, counts for nothing, and is
// due again at once; one that is finished all the same is done.
func TestStopBreaksOffWhatMayBe(t *testing.T) {
	run(t, func(w *world) {
		w.queue("s", "k", "a")
		w.queue("t", "k", "b")
		stop := time.Now().Add(time.Second)
		w.work(time.Second, outbox.Kind{Name: "k", Schedule: seconds(0), Interruptible: true, Handle: func(ctx context.Context, job outbox.Job) error {
			<-ctx.Done()
			if job.ID == "b" {
				return nil
			}
			return ctx.Err()
		}})
		if late := time.Since(stop); late != 0 {
			w.Errorf("the stop came %s late", late)
		}
		left, err := w.db.Outbox().Claim(w.Context(), "k", time.Now(), time.Now().Add(time.Minute), 10, outbox.Shares{})
		if err != nil || len(left) != 1 || left[0].ID != "a" || left[0].Attempts != 0 {
			w.Errorf("left over: %+v, %v", left, err)
		}
	})
}

// A process that hangs loses its lease; what it records late changes nothing.
func TestLostLease(t *testing.T) {
	run(t, func(w *world) {
		w.queue("s", "k", "a")
		jobs, err := w.db.Outbox().Claim(w.Context(), "k", time.Now(), time.Now().Add(30*time.Second), 1, outbox.Shares{})
		if err != nil || len(jobs) != 1 {
			w.Fatalf("%+v, %v", jobs, err)
		}
		w.work(20*time.Minute, outbox.Kind{Name: "k", Schedule: seconds(0, 3), Handle: w.handle(func(string, int) error { return errNo })})
		got := w.times("s/a")
		if len(got) != 2 || got[0] < 30*time.Second {
			w.Errorf("tried at %v, want twice after the lease of 30 s", got)
		}
		if err := w.db.Outbox().Done(w.Context(), jobs[0]); err == nil {
			w.Error("a lost lease could be recorded")
		}
		if dead := w.dead("k"); len(dead) != 1 {
			w.Errorf("the late record changed something: %+v", dead)
		}
	})
}

// An outage of the store is told when it begins and when it ends, and survived.
func TestStoreOutage(t *testing.T) {
	run(t, func(w *world) {
		w.queue("s", "k", "a")
		store := &flaky{Store: w.db.Outbox()}
		store.down.Store(true)
		runner := outbox.NewRunner(store, outbox.Options{Now: time.Now, Log: w.logger(), Poll: time.Minute},
			outbox.Kind{Name: "k", Schedule: seconds(0), Handle: w.handle(func(string, int) error { return nil })})
		ctx, stop := context.WithCancel(w.Context())
		var wg sync.WaitGroup
		wg.Go(func() { runner.Run(ctx) })
		<-time.After(10 * time.Minute)
		store.down.Store(false)
		<-time.After(2 * time.Minute)
		stop()
		wg.Wait()
		synctest.Wait()
		if len(w.times("s/a")) != 1 {
			w.Errorf("tried at %v after the outage", w.times("s/a"))
		}
		if w.log.count("store fails") != 1 || w.log.count("answers again") != 1 {
			w.Errorf("the log: %s", w.log.text.String())
		}
	})
}

// flaky is a store that can be cut off.
type flaky struct {
	outbox.Store
	down atomic.Bool
}

func (f *flaky) Claim(ctx context.Context, kind string, now, until time.Time, limit int, shares outbox.Shares) ([]outbox.Job, error) {
	if f.down.Load() {
		return nil, errNo
	}
	return f.Store.Claim(ctx, kind, now, until, limit, shares)
}

func TestNewRunnerRefusesHalfAKind(t *testing.T) {
	for name, kind := range map[string]outbox.Kind{
		"no name":    {Handle: func(context.Context, outbox.Job) error { return nil }},
		"no handler": {Name: "k"},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s was accepted", name)
				}
			}()
			outbox.NewRunner(nil, outbox.Options{}, kind)
		}()
	}
}
