package outbox

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"
)

const (
	recordLimit = 10 * time.Second // for writing down what became of a try
	maxReason   = 300              // bytes of an error that are kept
)

// try runs the handler and records the outcome. Neither ends with the
// runner's context: a try that began is finished, unless its kind may be
// broken off.
func (l *loop) try(ctx context.Context, row Row) {
	running, ctx := ctx, context.WithoutCancel(ctx)
	if !l.kind.Interruptible {
		running = ctx
	}
	start := l.Now()
	err := l.handle(running, row)
	if err != nil && running.Err() != nil {
		err = Postpone(0, errStopped)
	}
	outcome, wait := l.kind.judge(row, err, l.Random())
	took := l.Now().Sub(start)
	if err := l.record(ctx, row, outcome, wait, reason(err)); err != nil {
		// The row is tried again when its lease has run out.
		level := l.log.Error
		if errors.Is(err, ErrStale) {
			level = l.log.Warn
		}
		level("outbox try not recorded", "subject", row.Subject, "id", row.ID, "outcome", outcome, "error", err)
		return
	}
	l.Observe(l.kind.Name, outcome, took)
	switch outcome {
	case GivenUp:
		l.log.Error("outbox row given up", "subject", row.Subject, "id", row.ID, "tries", row.Attempts+1, "reason", reason(err))
	case Retried:
		l.log.Warn("outbox try failed", "subject", row.Subject, "id", row.ID, "tries", row.Attempts+1, "again_in", wait.Round(time.Second).String(), "reason", reason(err))
	}
}

// handle turns a panic into a failed try.
func (l *loop) handle(ctx context.Context, row Row) (err error) {
	ctx, cancel := context.WithTimeout(ctx, l.kind.Timeout)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			l.log.Error("outbox handler panicked", "subject", row.Subject, "id", row.ID, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return l.kind.Handle(ctx, row)
}

func (l *loop) record(ctx context.Context, row Row, outcome Outcome, wait time.Duration, reason string) error {
	ctx, cancel := context.WithTimeout(ctx, recordLimit)
	defer cancel()
	now := l.Now()
	switch outcome {
	case Finished:
		return l.store.Done(ctx, row)
	case GivenUp:
		return l.store.Bury(ctx, row, now, reason)
	case Postponed:
		return l.store.Postpone(ctx, row, now.Add(wait), reason)
	}
	return l.store.Retry(ctx, row, now.Add(wait), reason)
}

// reason is what a row keeps of an error: one short line of valid text.
func reason(err error) string {
	if err == nil {
		return ""
	}
	text := strings.Join(strings.Fields(strings.ToValidUTF8(err.Error(), "?")), " ")
	if len(text) > maxReason {
		text = strings.ToValidUTF8(text[:maxReason], "") + "…"
	}
	return text
}
