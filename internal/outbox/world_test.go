package outbox_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/store/sqlite"
	"github.com/openhpp/openhpp/internal/store/sqlitetest"
)

// world is a runner on the real store, in a bubble whose time costs nothing.
type world struct {
	*testing.T
	db    *sqlite.DB
	log   *journal
	tries []try
	mu    sync.Mutex
}

// try is one call of a handler.
type try struct {
	job string // subject/id
	at  time.Duration
}

// run lets a test queue jobs and then works on them for a while.
func run(t *testing.T, test func(w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		db, err := sqlite.Open(t.Context(), sqlitetest.File(t))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		test(&world{T: t, db: db, log: &journal{}})
	})
}

// began is the bubble's first moment.
var began = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// queue stores jobs of a kind for one subject, due now, in order.
func (w *world) queue(subject, kind string, ids ...string) {
	w.Helper()
	w.queueOf("m", subject, kind, ids...)
}

// queueOf is queue for a merchant's subject.
func (w *world) queueOf(merchant hpp.MerchantID, subject, kind string, ids ...string) {
	w.Helper()
	var jobs []hpp.Job
	for i, id := range ids {
		jobs = append(jobs, hpp.Job{ID: id, Kind: hpp.JobKind(kind), Seq: int64(i + 1), Due: time.Now(), Payload: []byte(id)})
	}
	s := hpp.Session{ID: hpp.SessionID(subject), Merchant: merchant, Status: hpp.Waiting, CreatedAt: time.Now()}
	if _, err := w.db.Sessions().Insert(w.Context(), s, []byte(subject), jobs, hpp.IdempotencyKey{}); err != nil {
		w.Fatal(err)
	}
}

// handle records a try and answers what fails says.
func (w *world) handle(fails func(id string, n int) error) func(context.Context, outbox.Job) error {
	counts := map[string]int{}
	return func(_ context.Context, job outbox.Job) error {
		w.mu.Lock()
		defer w.mu.Unlock()
		counts[job.ID]++
		w.tries = append(w.tries, try{job.Subject + "/" + job.ID, time.Since(began).Round(time.Millisecond)})
		return fails(job.ID, counts[job.ID])
	}
}

func (w *world) runner(kinds ...outbox.Kind) *outbox.Runner {
	return outbox.NewRunner(w.db.Outbox(), outbox.Options{
		Now: time.Now, Log: w.logger(), Random: func() float64 { return 0.5 }, Poll: 10 * time.Minute,
	}, kinds...)
}

// work runs the kinds for a while and stops.
func (w *world) work(d time.Duration, kinds ...outbox.Kind) {
	ctx, stop := context.WithTimeout(w.Context(), d)
	defer stop()
	w.runner(kinds...).Run(ctx)
}

// times are when a job was tried, since the beginning.
func (w *world) times(job string) []time.Duration {
	var list []time.Duration
	for _, t := range w.tries {
		if t.job == job {
			list = append(list, t.at)
		}
	}
	return list
}

func (w *world) dead(kind string) []outbox.DeadLetter {
	w.Helper()
	jobs, err := w.db.Outbox().DeadLetters(w.Context(), kind, 100)
	if err != nil {
		w.Fatal(err)
	}
	return jobs
}

// journal is a log that tests read.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) count(part string) int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return strings.Count(j.text.String(), part)
}

var errNo = errors.New("no")

func seconds(list ...float64) []time.Duration {
	var waits []time.Duration
	for _, s := range list {
		waits = append(waits, time.Duration(s*float64(time.Second)))
	}
	return waits
}

func name(i int) string { return fmt.Sprintf("s%d", i) }

func (w *world) logger() *slog.Logger { return slog.New(slog.NewTextHandler(w.log, nil)) }
