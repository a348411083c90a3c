package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
)

// most bounds a list of callbacks.
const most = 1000

// Undelivered chooses among the callbacks that no receiver has taken.
type Undelivered struct {
	Waiting bool // those that are tried again
	Dead    bool // those that were given up
}

// undelivered is a callback that no receiver has taken, as it is printed.
type undelivered struct {
	State     string    `json:"state"` // waiting or dead
	SessionID string    `json:"session_id"`
	EventID   string    `json:"event_id"`
	Tries     int       `json:"tries"`
	NextTryAt time.Time `json:"next_try_at,omitzero"`
	Behind    bool      `json:"behind_older,omitempty"` // an older one of the session goes first
	GivenUpAt time.Time `json:"given_up_at,omitzero"`
	Reason    string    `json:"reason"`
}

// ListUndelivered prints callbacks that no receiver has taken: those that are
// tried again, the next first, then those that were given up, the last first.
func (a Admin) ListUndelivered(ctx context.Context, which Undelivered) error {
	return a.open(ctx, func(db *database) error {
		rows := []undelivered{}
		if which.Waiting {
			waiting, err := db.outbox.Waiting(ctx, string(hpp.JobCallback), most)
			if err != nil {
				return err
			}
			for _, w := range waiting {
				rows = append(rows, undelivered{State: "waiting", SessionID: w.Subject, EventID: w.ID, Tries: w.Attempts, NextTryAt: w.Due, Behind: w.Behind, Reason: w.Reason})
			}
		}
		if which.Dead {
			dead, err := buried(ctx, db)
			if err != nil {
				return err
			}
			rows = append(rows, dead...)
		}
		if a.JSON {
			return a.printJSON(rows)
		}
		return undeliveredTable(a.Out, rows)
	})
}

func undeliveredTable(out io.Writer, rows []undelivered) error {
	t := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "STATE\tSESSION ID\tEVENT ID\tTRIES\tNEXT TRY, OR GIVEN UP AT (UTC)\tREASON")
	for _, r := range rows {
		when, reason := r.NextTryAt, r.Reason
		switch {
		case r.State == "dead":
			when = r.GivenUpAt
		case r.Behind:
			reason = "an older callback of this session goes first"
		}
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%s\t%s\n", r.State, r.SessionID, r.EventID, r.Tries, when.UTC().Format(time.DateTime), reason)
	}
	return t.Flush()
}

func buried(ctx context.Context, db *database) ([]undelivered, error) {
	dead, err := db.outbox.Buried(ctx, string(hpp.JobCallback), most)
	if err != nil {
		return nil, err
	}
	rows := make([]undelivered, 0, len(dead))
	for _, d := range dead {
		rows = append(rows, undelivered{State: "dead", SessionID: d.Subject, EventID: d.ID, Tries: d.Attempts, GivenUpAt: d.Due, Reason: d.Reason})
	}
	return rows, nil
}

// Replay makes callbacks that were given up due again, with the whole
// schedule before them: those of one session, or all when none is named.
func (a Admin) Replay(ctx context.Context, sessionID string) error {
	return a.open(ctx, func(db *database) error {
		rows, err := buried(ctx, db)
		if err != nil {
			return err
		}
		replayed := 0
		// Oldest first: the running server takes them up at once, in order.
		for _, r := range slices.Backward(rows) {
			if sessionID != "" && r.SessionID != sessionID {
				continue
			}
			err := db.outbox.Replay(ctx, r.SessionID, r.EventID, time.Now())
			if errors.Is(err, outbox.ErrNotBuried) {
				continue // another operator was first
			}
			if err != nil {
				return err
			}
			replayed++
		}
		if a.JSON {
			return a.printJSON(map[string]int{"replayed": replayed})
		}
		_, err = fmt.Fprintf(a.Out, "%d callbacks are due again\n", replayed)
		return err
	})
}
