package measure

import (
	"errors"
	"slices"
	"time"
)

// Result is what a loop came to.
type Result struct {
	Clients  int
	Count    int
	Rate     float64       // a second
	P50, P99 time.Duration // of one step
	span     time.Duration
	took     []time.Duration
}

// ErrNothing is a loop that ended before a step could be counted.
var ErrNothing = errors.New("measure: no step was counted")

// sum puts the tallies together. The time counted ends with the last step.
func sum(clients int, from time.Time, tallies []tally) (Result, error) {
	var took []time.Duration
	var last time.Time
	for _, t := range tallies {
		took = append(took, t.took...)
		if t.last.After(last) {
			last = t.last
		}
	}
	if len(took) == 0 {
		return Result{}, ErrNothing
	}
	return Of(clients, last.Sub(from), took), nil
}

// Of is the result of steps that took so long each, within a span in all. It
// sorts took.
func Of(clients int, span time.Duration, took []time.Duration) Result {
	slices.Sort(took)
	r := Result{Clients: clients, Count: len(took), P50: percentile(took, 50), P99: percentile(took, 99), span: span, took: took}
	if span > 0 {
		r.Rate = float64(len(took)) / span.Seconds()
	}
	return r
}

// And puts two measurements of the same work together.
func (r Result) And(more Result) Result {
	return Of(max(r.Clients, more.Clients), r.span+more.span, slices.Concat(r.took, more.took))
}

// percentile is the smallest value that at least p of a hundred do not exceed;
// sorted must be ascending.
func percentile(sorted []time.Duration, p int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[max((len(sorted)*p+99)/100, 1)-1]
}
