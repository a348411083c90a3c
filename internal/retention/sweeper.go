package retention

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"time"
)

// Sweeper removes expired rows, again and again until it has to
// stop. Several may share a store: none is the leader.
type Sweeper struct {
	Options
	store   Store
	rules   []Rule
	failing bool // something went wrong in the last round
}

// Options are what a sweeper needs beside its rules. Now and Log are required.
type Options struct {
	Now func() time.Time
	Log *slog.Logger
	// Observe gets every batch that removed something, for metrics.
	Observe func(kind Kind, gone int)
	// Random spreads the rounds of several processes; default math/rand.
	Random func() float64
	// First is from the start to the first round, Every from each round to the
	// next; default one minute and one hour.
	First, Every time.Duration
}

// retryAfter is from a round that failed to the next.
const retryAfter = time.Minute

// NewSweeper makes a sweeper that carries out rules, in their order.
func NewSweeper(store Store, options Options, rules ...Rule) *Sweeper {
	if options.Observe == nil {
		options.Observe = func(Kind, int) {}
	}
	if options.Random == nil {
		options.Random = rand.Float64
	}
	if options.First <= 0 {
		options.First = time.Minute
	}
	if options.Every <= 0 {
		options.Every = time.Hour
	}
	return &Sweeper{Options: options, store: store, rules: rules}
}

// Run works until ctx ends. A batch under way is finished or undone.
func (s *Sweeper) Run(ctx context.Context) {
	wait := s.First
	for pause(ctx, s.spread(wait)) {
		if wait = s.Every; s.round(ctx) != nil {
			wait = min(wait, retryAfter)
		}
	}
}

// spread is between the half and one and a half of d.
func (s *Sweeper) spread(d time.Duration) time.Duration {
	return d/2 + time.Duration(s.Random()*float64(d))
}

// round carries out every rule once. One that fails does not keep the others
// from it; the last error is answered.
func (s *Sweeper) round(ctx context.Context) (failure error) {
	for _, rule := range s.rules {
		gone, err := s.sweep(ctx, rule)
		if gone > 0 {
			s.Log.Info("swept what was past its time", "kind", rule.Kind, "rows", gone)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil {
			continue
		}
		// The beginning of an outage is logged, not each round of it.
		if !s.failing {
			s.Log.Error("retention fails", "kind", rule.Kind, "error", err)
		}
		s.failing, failure = true, err
	}
	if failure == nil && s.failing {
		s.failing = false
		s.Log.Info("retention works again")
	}
	return failure
}

// sweep carries out a rule, batch by batch.
func (s *Sweeper) sweep(ctx context.Context, rule Rule) (gone int, err error) {
	batch := Batch{Before: s.Now().Add(-rule.Keep), Limit: first}
	for {
		began := s.Now()
		result, err := s.store.Sweep(ctx, rule.Kind, batch)
		if err != nil {
			return gone, err
		}
		took := s.Now().Sub(began)
		if gone += result.Gone; result.Gone > 0 {
			s.Observe(rule.Kind, result.Gone)
		}
		if !pause(ctx, max(minPause, restFactor*took)) || !result.More {
			return gone, ctx.Err()
		}
		batch.After, batch.Limit = result.Last, resized(batch.Limit, result.Work)
	}
}
