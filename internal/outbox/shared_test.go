package outbox_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/store/sqlite"
	"github.com/openhpp/openhpp/internal/store/sqlitetest"
)

// Two runners on one store, handlers that fail, panic and postpone at random:
// every job is finished once, in order within its subject, and no two tries
// of a subject overlap.
func TestTwoRunnersShareAStore(t *testing.T) {
	for seed := range uint64(2) {
		run(t, func(w *world) {
			const subjects = 12
			for i := range subjects {
				w.queue(name(i), "k", "a", "b", "c", "d")
			}
			random := rand.New(rand.NewPCG(seed, 7))
			finished, under := map[string][]string{}, map[string]bool{}
			var mu sync.Mutex
			handle := func(_ context.Context, job outbox.Job) error {
				mu.Lock()
				luck, took := random.IntN(10), time.Duration(random.IntN(3000))*time.Millisecond
				if under[job.Subject] {
					w.Errorf("two tries of %s at once", job.Subject)
				}
				under[job.Subject] = true
				mu.Unlock()
				<-time.After(took)
				mu.Lock()
				defer mu.Unlock()
				under[job.Subject] = false
				switch {
				case luck < 3:
					return errNo
				case luck == 3:
					panic("a broken handler")
				case luck == 4:
					return outbox.Postpone(time.Second, errNo)
				}
				finished[job.Subject] = append(finished[job.Subject], job.ID)
				return nil
			}
			kind := outbox.Kind{Name: "k", Handle: handle, Workers: 7, Schedule: seconds(0, 1, 2, 60), Endless: true}
			var wg sync.WaitGroup
			for range 2 {
				wg.Go(func() { w.work(2*time.Hour, kind) })
			}
			wg.Wait()
			for i := range subjects {
				if got := finished[name(i)]; !slices.Equal(got, []string{"a", "b", "c", "d"}) {
					w.Errorf("seed %d: %s finished %v", seed, name(i), got)
				}
			}
		})
	}
}

// Twenty receivers that hang, each with ten sessions waiting, were there
// first. Served in turn they would hold every worker for ten seconds; those
// that answer do not wait for them.
func TestHangingHostsHoldUpNoOthers(t *testing.T) {
	const dead, alive, each, timeout = 20, 10, 10, 3 * time.Second
	db, err := sqlite.Open(t.Context(), sqlitetest.File(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	client := egress.New(egress.Config{AllowLoopback: true, AllowHTTP: true})
	defer client.CloseIdleConnections()

	for i := range dead {
		queueFor(t, db, fmt.Sprint("dead", i), each, server(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	}
	reached := make(chan time.Time, alive*each)
	for i := range alive {
		queueFor(t, db, fmt.Sprint("alive", i), each, server(t, func(http.ResponseWriter, *http.Request) { reached <- time.Now() }))
	}
	post := func(ctx context.Context, job outbox.Job) error {
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, string(job.Payload), nil)
		if err != nil {
			return err
		}
		response, err := client.Do(request, timeout)
		if err != nil {
			return err
		}
		return response.Body.Close()
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var wg sync.WaitGroup
	defer wg.Wait()
	began := time.Now()
	wg.Go(func() {
		outbox.NewRunner(db.Outbox(), outbox.Options{Now: time.Now, Log: (&world{log: &journal{}}).logger()},
			outbox.Kind{Name: "k", Handle: post, Schedule: seconds(0, 3, 8, 20), Workers: 64}).Run(ctx)
	})
	for i := range alive * each {
		select {
		case at := <-reached:
			if late := at.Sub(began); late > 5*time.Second {
				t.Errorf("call %d came after %s", i, late)
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("%d of %d calls came", i, alive*each)
		}
	}
	stop()
}

func server(t *testing.T, handle http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(handle)
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	return s.URL
}

// queueFor stores sessions that each have one call to make to address.
func queueFor(t *testing.T, db *sqlite.DB, prefix string, sessions int, address string) {
	t.Helper()
	for i := range sessions {
		id := fmt.Sprint(prefix, "-", i)
		s := hpp.Session{ID: hpp.SessionID(id), Status: hpp.Waiting, CreatedAt: time.Now()}
		jobs := []hpp.Job{{ID: id, Kind: "k", Seq: 1, Due: time.Now(), Payload: []byte(address)}}
		if _, err := db.Sessions().Insert(t.Context(), s, []byte(id), jobs, hpp.IdempotencyKey{}); err != nil {
			t.Fatal(err)
		}
	}
}
