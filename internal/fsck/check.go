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
	// Tries is how often a callback is tried before it is discarded; Refusal
	// reports whether it may be discarded earlier, for a reason that was kept.
	Tries   int64
	Refusal func(reason string) bool
	Found   func(Finding)
	// Progress gets the progress of the check, every so many rows.
	Progress func(stage string, rows int64)
}

// run is a check under way.
type run struct {
	Check
	result Report
	index  *journalIndex
}

// Run reads everything once, and events and orders twice. An error means that
// it could not be checked.
func (c Check) Run(ctx context.Context) (Report, error) {
	r := &run{Check: c, result: c.report(), index: c.Journal.index()}
	for _, stage := range []func(context.Context) error{r.checkSessions, r.checkEventIDs, r.checkPayments, r.checkOrders, r.checkUpstreamAccounts} {
		if err := stage(ctx); err != nil {
			return nil, err
		}
	}
	r.checkMissing()
	r.checkAnswers()
	r.checkRepeats()
	return r.result, nil
}

// countJudged counts what an invariant was judged on.
func (r *run) countJudged(invariant string, n int) { r.result.of(invariant).Looked += int64(n) }

// report reports a finding.
func (r *run) report(invariant, subject, text string, args ...any) {
	r.result.of(invariant).Findings++
	r.Found(Finding{invariant, subject, fmt.Sprintf(text, args...)})
}

// reportAll reports what a rule found of one subject.
func (r *run) reportAll(invariant, subject string, texts []string) {
	for _, text := range texts {
		r.report(invariant, subject, "%s", text)
	}
}

// every is how many rows lie between two words on how far the check is.
const every = 1000

// counter tells how far a stage is.
func (r *run) counter(stage string) func() {
	var rows int64
	return func() {
		if rows++; rows%every == 0 {
			r.Progress(stage, rows)
		}
	}
}

func sessionNamed(id hpp.SessionID) string { return "session " + string(id) }
func orderNamed(id string) string          { return "order " + id }
