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
	recordLimit = 10 * time.Second // for recording how a try ended
	maxReason   = 300              // bytes of an error that are kept
)

// try runs the handler and records the outcome. Neither ends with the
// runner's context: a try that began is finished, unless its kind may be
// broken off.
func (l *loop) try(ctx context.Context, job Job) {
	running, ctx := ctx, context.WithoutCancel(ctx)
	if !l.kind.Interruptible {
		running = ctx
	}
	start := l.Now()
	try, err := l.handle(running, job)
	if err != nil && running.Err() != nil {
		err = Postpone(0, errStopped)
	}
	outcome, wait := l.kind.judge(job, err, l.Random())
	took := l.Now().Sub(start)
	if try != nil {
		try.At, try.Took = start, took
	}
	job.Try = try
	if err := l.record(ctx, job, outcome, wait, reason(err)); err != nil {
		// The job is tried again when its lease has run out.
		level := l.log.Error
		if errors.Is(err, ErrStale) {
			level = l.log.Warn
		}
		level("outbox try not recorded", "subject", job.Subject, "id", job.ID, "outcome", outcome, "error", err)
		return
	}
	l.Observe(l.kind.Name, outcome, took)
	switch outcome {
	case Discarded:
		l.log.Error("outbox job discarded", "subject", job.Subject, "id", job.ID, "tries", job.Attempts+1, "reason", reason(err))
	case Retried:
		l.log.Warn("outbox try failed", "subject", job.Subject, "id", job.ID, "tries", job.Attempts+1, "again_in", wait.Round(time.Second).String(), "reason", reason(err))
	}
}

// handle turns a panic into a failed try.
func (l *loop) handle(ctx context.Context, job Job) (try *Try, err error) {
	ctx, cancel := context.WithTimeout(ctx, l.kind.Timeout)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			l.log.Error("outbox handler panicked", "subject", job.Subject, "id", job.ID, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return l.kind.HandleTry(ctx, job)
}

func (l *loop) record(ctx context.Context, job Job, outcome Outcome, wait time.Duration, reason string) error {
	ctx, cancel := context.WithTimeout(ctx, recordLimit)
	defer cancel()
	now := l.Now()
	switch outcome {
	case Finished:
		return l.store.Done(ctx, job)
	case Discarded:
		return l.store.Discard(ctx, job, now, reason)
	case Postponed:
		return l.store.Postpone(ctx, job, now.Add(wait), reason)
	}
	return l.store.Retry(ctx, job, now.Add(wait), reason)
}

// reason is what a job keeps of an error: one short line of valid text.
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
