package fsck

import (
	"context"
	"fmt"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Check is one check of a database. All fields but Journal and Quiescent are
// required.
type Check struct {
	Source Source
	// Journal is what callers and receivers wrote down; nil: nothing.
	Journal *Journal
	// Quiescent says that nothing is under way any more: what is due has been
	// done.
	Quiescent bool
	Now       time.Time
	// Provider is the name of the provider whose orders are in the database.
	Provider string
	// Tries is how often a callback is tried before it is given up; Refusal
	// reports whether it may be given up earlier, for a reason that was kept.
	Tries   int64
	Refusal func(reason string) bool
	Found   func(Finding)
	// Tell gets the progress of the check, every so many rows.
	Tell func(stage string, rows int64)
}

// run is a check under way.
type run struct {
	Check
	result Report
	story  *stories
}

// Run reads everything once, and events and orders twice. An error means that
// it could not be checked.
func (c Check) Run(ctx context.Context) (Report, error) {
	r := &run{Check: c, result: c.report(), story: c.Journal.stories()}
	for _, stage := range []func(context.Context) error{r.sessions, r.eventIDs, r.payments, r.orders} {
		if err := stage(ctx); err != nil {
			return nil, err
		}
	}
	r.unmet()
	r.keys()
	r.repeats()
	return r.result, nil
}

// looked counts what an invariant was judged on.
func (r *run) looked(invariant string, n int) { r.result.of(invariant).Looked += int64(n) }

// found reports a finding.
func (r *run) found(invariant, subject, text string, args ...any) {
	r.result.of(invariant).Findings++
	r.Found(Finding{invariant, subject, fmt.Sprintf(text, args...)})
}

// all reports what a rule found of one subject.
func (r *run) all(invariant, subject string, texts []string) {
	for _, text := range texts {
		r.found(invariant, subject, "%s", text)
	}
}

// every is how many rows lie between two words on how far the check is.
const every = 1000

// counter tells how far a stage is.
func (r *run) counter(stage string) func() {
	var rows int64
	return func() {
		if rows++; rows%every == 0 {
			r.Tell(stage, rows)
		}
	}
}

func sessionNamed(id hpp.SessionID) string { return "session " + string(id) }
func orderNamed(id string) string          { return "order " + id }
