package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
)

// maxCallbacks bounds a list of callbacks.
const maxCallbacks = 1000

// Undelivered chooses among the callbacks that no receiver has taken.
type Undelivered struct {
	Waiting bool // those that are tried again
	Dead    bool // dead letters
}

// callbackRow is a callback that no receiver has taken, as it is printed.
type callbackRow struct {
	State       string    `json:"state"` // waiting or dead
	SessionID   string    `json:"session_id"`
	EventID     string    `json:"event_id"`
	Tries       int       `json:"tries"`
	NextTryAt   time.Time `json:"next_try_at,omitzero"`
	Behind      bool      `json:"behind_older,omitempty"` // an older one of the session goes first
	DiscardedAt time.Time `json:"given_up_at,omitzero"`
	Reason      string    `json:"reason"`
	// Log are the tries that are kept: all of them, those that nobody recorded
	// included.
	Log []triedRow `json:"log"`
}

// triedRow is one try, as it is printed.
type triedRow struct {
	Number int64     `json:"number"`
	At     time.Time `json:"at"`
	Result string    `json:"result"`
	Status int       `json:"status,omitempty"`
}

// logOf are the tries of a job's delivery.
func logOf(ctx context.Context, t app.Tools, job outbox.Job) ([]triedRow, error) {
	all, err := t.Deliveries.ListOf(ctx, hpp.MerchantID(job.Merchant), job.Subject)
	rows := []triedRow{}
	for _, d := range all {
		if d.EventID != job.ID {
			continue
		}
		for _, one := range d.Tries {
			rows = append(rows, triedRow{one.Number, one.At, string(one.Result), one.Status})
		}
	}
	return rows, err
}

// lastResult is how the last try ended, in a word.
func (r callbackRow) lastResult() string {
	if len(r.Log) == 0 {
		return "-"
	}
	return r.Log[len(r.Log)-1].Result
}

// ListCallbacks prints callbacks that no receiver has taken: those that are
// tried again, the next first, then dead letters, the last first.
func (o Operator) ListCallbacks(ctx context.Context, which Undelivered) error {
	return app.OpenTools(ctx, o.Config, func(t app.Tools) error {
		rows := []callbackRow{}
		if which.Waiting {
			waiting, err := waitingCallbacks(ctx, t)
			if err != nil {
				return err
			}
			rows = append(rows, waiting...)
		}
		if which.Dead {
			dead, err := deadLetters(ctx, t)
			if err != nil {
				return err
			}
			rows = append(rows, dead...)
		}
		if o.JSON {
			return o.printJSON(rows)
		}
		return printUndelivered(o.Out, rows)
	})
}

func printUndelivered(out io.Writer, rows []callbackRow) error {
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "STATE\tSESSION ID\tEVENT ID\tTRIES\tLAST\tNEXT TRY, OR DEAD SINCE (UTC)\tREASON")
	for _, r := range rows {
		when, reason := r.NextTryAt, r.Reason
		switch {
		case r.State == "dead":
			when = r.DiscardedAt
		case r.Behind:
			reason = "an older callback of this session goes first"
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%d\t%s\t%s\t%s\n", r.State, r.SessionID, r.EventID, r.Tries, r.lastResult(), when.UTC().Format(time.DateTime), reason)
	}
	return table.Flush()
}

// waitingCallbacks are the callbacks that are tried again, the next first.
func waitingCallbacks(ctx context.Context, t app.Tools) (rows []callbackRow, err error) {
	for _, kind := range hpp.CallbackJobs {
		waiting, err := t.Jobs.Waiting(ctx, string(kind), maxCallbacks)
		if err != nil {
			return nil, err
		}
		for _, w := range waiting {
			tried, err := logOf(ctx, t, w.Job)
			if err != nil {
				return nil, err
			}
			rows = append(rows, callbackRow{State: "waiting", SessionID: w.Subject, EventID: w.ID, Tries: w.Attempts, NextTryAt: w.Due, Behind: w.Behind, Reason: w.Reason, Log: tried})
		}
	}
	return rows, nil
}

// deadLetters are the callbacks that were discarded, the last first.
func deadLetters(ctx context.Context, t app.Tools) (rows []callbackRow, err error) {
	for _, kind := range hpp.CallbackJobs {
		dead, err := t.Jobs.DeadLetters(ctx, string(kind), maxCallbacks)
		if err != nil {
			return nil, err
		}
		for _, d := range dead {
			tried, err := logOf(ctx, t, d.Job)
			if err != nil {
				return nil, err
			}
			rows = append(rows, callbackRow{State: "dead", SessionID: d.Subject, EventID: d.ID, Tries: d.Attempts, DiscardedAt: d.Due, Reason: d.Reason, Log: tried})
		}
	}
	slices.SortStableFunc(rows, func(a, b callbackRow) int { return b.DiscardedAt.Compare(a.DiscardedAt) })
	return rows, nil
}

// ReplayCallbacks makes callbacks that are dead letters due again, with the whole
// schedule before them: those of one session, or all when none is named.
func (o Operator) ReplayCallbacks(ctx context.Context, sessionID string) error {
	return app.OpenTools(ctx, o.Config, func(t app.Tools) error {
		rows, err := deadLetters(ctx, t)
		if err != nil {
			return err
		}
		replayed := 0
		// Oldest first: the running server takes them up at once, in order.
		for _, r := range slices.Backward(rows) {
			if sessionID != "" && r.SessionID != sessionID {
				continue
			}
			err := t.Jobs.Replay(ctx, r.SessionID, r.EventID, t.Now())
			if errors.Is(err, outbox.ErrNoDeadLetter) {
				continue // another operator was first
			}
			if err != nil {
				return err
			}
			replayed++
		}
		if o.JSON {
			return o.printJSON(map[string]int{"replayed": replayed})
		}
		_, err = fmt.Fprintf(o.Out, "%d callbacks are due again\n", replayed)
		return err
	})
}
