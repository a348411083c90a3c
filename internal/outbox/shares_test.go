package outbox_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
)

// The noisy merchant's receivers answer well, but after 2.7 seconds, and it
// has ninety events a second: far more than all workers can tell. The quiet
// one has an event now and then, and a receiver that answers at once.
const (
	noisyAnswer = 2700 * time.Millisecond
	noisyEvents = 90
	noisyFor    = 20 * time.Second
	quietEvery  = 250 * time.Millisecond
)

// quietWaits are how long the quiet merchant's events waited for their try,
// the longest last.
func quietWaits(w *world, kind outbox.Kind) []time.Duration {
	w.Helper()
	var mu sync.Mutex
	queued, waits := map[string]time.Time{}, []time.Duration{}
	kind.Handle = func(_ context.Context, job outbox.Job) error {
		if job.Merchant == "noisy" {
			<-time.After(noisyAnswer)
			return nil
		}
		mu.Lock()
		defer mu.Unlock()
		waits = append(waits, time.Since(queued[job.ID]))
		return nil
	}
	runner := w.runner(kind)
	ctx, stop := context.WithCancel(w.Context())
	var running sync.WaitGroup
	running.Go(func() { runner.Run(ctx) })
	put := func(merchant hpp.MerchantID, id string) {
		mu.Lock()
		queued[id] = time.Now()
		mu.Unlock()
		s := hpp.Session{ID: hpp.SessionID(id), Merchant: merchant, Status: hpp.Waiting, CreatedAt: time.Now()}
		jobs := []hpp.Job{{ID: id, Kind: hpp.JobKind(kind.Name), Seq: 1, Due: time.Now()}}
		if _, err := w.db.Sessions().Insert(w.Context(), s, []byte(id), jobs, hpp.IdempotencyKey{}); err != nil {
			w.Error(err)
		}
		runner.Wake(kind.Name)
	}
	const tick = time.Second / noisyEvents
	sent := 0
	for i := range int(noisyFor / tick) {
		put("noisy", fmt.Sprint("n", i))
		if time.Duration(i)*tick >= time.Duration(sent)*quietEvery {
			put("quiet", fmt.Sprint("q", sent))
			sent++
		}
		<-time.After(tick)
	}
	<-time.After(2 * time.Second)
	stop()
	running.Wait()
	mu.Lock()
	defer mu.Unlock()
	for range sent - len(waits) { // never tried
		waits = append(waits, time.Hour)
	}
	slices.Sort(waits)
	return waits
}

// A merchant whose receivers are slow takes its own share of the workers, and
// nobody else's time.
func TestNoisyMerchantHoldsUpNoOther(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: many seeds of a thousand jobs each")
	}
	for _, workers := range []int{64, 8, 4} {
		run(t, func(w *world) {
			waits := quietWaits(w, outbox.Kind{Name: "k", Schedule: seconds(0), Workers: workers})
			if p99 := waits[len(waits)*99/100]; p99 > 2*time.Second {
				w.Errorf("of %d workers: the quiet merchant's p99 is %s of %d events", workers, p99, len(waits))
			}
		})
	}
}

// The same with jobs taken as they come must fail, or the test above sees
// nothing.
func TestNoisyMerchantWouldHoldUpOthers(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: many seeds of a thousand jobs each")
	}
	run(t, func(w *world) {
		waits := quietWaits(w, outbox.Kind{Name: "k", Schedule: seconds(0), Workers: 64, Unshared: true})
		if p99 := waits[len(waits)*99/100]; p99 <= 2*time.Second {
			w.Errorf("first come, first served, the quiet merchant's p99 is %s", p99)
		}
	})
}

// While others wait nobody gets more than a quarter of the workers; alone, a
// merchant gets all but the quarter that is kept for whoever comes.
func TestShareOfTheWorkers(t *testing.T) {
	for name, test := range map[string]struct {
		others, most int
	}{"alone": {0, 12}, "with others": {3, 4}} {
		t.Run(name, func(t *testing.T) {
			run(t, func(w *world) {
				for i := range 60 {
					w.queueOf("noisy", fmt.Sprint("noisy", i), "k", "a")
				}
				for o := range test.others {
					for i := range 60 {
						w.queueOf(hpp.MerchantID(fmt.Sprint("m", o)), fmt.Sprintf("m%d-%d", o, i), "k", "a")
					}
				}
				var mu sync.Mutex
				now, most, all := map[string]int{}, map[string]int{}, 0
				w.work(5*time.Second, outbox.Kind{Name: "k", Schedule: seconds(0), Workers: 16, Handle: func(_ context.Context, job outbox.Job) error {
					mu.Lock()
					now[job.Merchant]++
					most[job.Merchant] = max(most[job.Merchant], now[job.Merchant])
					sum := 0
					for _, n := range now {
						sum += n
					}
					all = max(all, sum)
					mu.Unlock()
					<-time.After(time.Second)
					mu.Lock()
					now[job.Merchant]--
					mu.Unlock()
					return nil
				}})
				if most["noisy"] != test.most {
					w.Errorf("%d tries of one merchant at once, want %d", most["noisy"], test.most)
				}
				if test.others > 0 && all != 16 {
					w.Errorf("%d tries at once, want all workers busy", all)
				}
			})
		})
	}
}
