package outbox

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// Runner works on the jobs of a store until its context ends. Several
// runners, in one process or many, may share a store.
type Runner struct {
	loops []*loop
}

// Options are what a runner needs beside its kinds. Now and Log are required.
type Options struct {
	Now func() time.Time
	Log *slog.Logger
	// Observe gets every recorded try, for metrics.
	Observe func(kind string, outcome Outcome, took time.Duration)
	// Random spreads long waits; default math/rand.
	Random func() float64
	// Poll is how often to look without being woken, for jobs of other
	// processes and for leases that ran out; default one second.
	Poll time.Duration
}

// NewRunner panics on a kind without a name or a handler: a mistake of the
// program, not of its input.
func NewRunner(store Store, options Options, kinds ...Kind) *Runner {
	if options.Observe == nil {
		options.Observe = func(string, Outcome, time.Duration) {}
	}
	if options.Random == nil {
		options.Random = rand.Float64
	}
	if options.Poll <= 0 {
		options.Poll = time.Second
	}
	r := &Runner{}
	for _, kind := range kinds {
		if kind.Name == "" || kind.Handle == nil && kind.HandleTry == nil {
			panic(errNoHandler)
		}
		kind = kind.withDefaults()
		r.loops = append(r.loops, &loop{
			Options: options,
			store:   store,
			kind:    kind,
			log:     options.Log.With("kind", kind.Name),
			woken:   make(chan struct{}, 1),
			slots:   make(chan struct{}, kind.Workers),
		})
	}
	return r
}

// Wake says that jobs of these kinds may be due. It never waits.
func (r *Runner) Wake(kinds ...string) {
	for _, l := range r.loops {
		if slices.Contains(kinds, l.kind.Name) {
			l.wake()
		}
	}
}

// Run works until ctx ends, then waits for the tries under way and their
// recording. Kinds run apart: a slow one holds up no other.
func (r *Runner) Run(ctx context.Context) {
	var wg sync.WaitGroup
	for _, l := range r.loops {
		wg.Go(func() { l.run(ctx) })
	}
	wg.Wait()
}
