package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
)

// most bounds a list of callbacks.
const most = 1000

// undelivered is a callback that was given up, as ListUndelivered prints it.
type undelivered struct {
	SessionID string    `json:"session_id"`
	EventID   string    `json:"event_id"`
	Tries     int       `json:"tries"`
	GivenUpAt time.Time `json:"given_up_at"`
	Reason    string    `json:"reason"`
}

// ListUndelivered prints the callbacks that were given up, the last one first.
func (a Admin) ListUndelivered(ctx context.Context) error {
	return a.open(ctx, func(db *database) error {
		rows, err := buried(ctx, db)
		if err != nil {
			return err
		}
		if a.JSON {
			return json.NewEncoder(a.Out).Encode(rows)
		}
		t := tabwriter.NewWriter(a.Out, 0, 4, 2, ' ', 0)
		_, _ = fmt.Fprintln(t, "SESSION ID\tEVENT ID\tTRIES\tGIVEN UP AT\tREASON")
		for _, r := range rows {
			_, _ = fmt.Fprintf(t, "%s\t%s\t%d\t%s\t%s\n", r.SessionID, r.EventID, r.Tries, r.GivenUpAt.Format(time.DateTime), r.Reason)
		}
		return t.Flush()
	})
}

func buried(ctx context.Context, db *database) ([]undelivered, error) {
	dead, err := db.outbox.Buried(ctx, string(hpp.JobCallback), most)
	if err != nil {
		return nil, err
	}
	rows := make([]undelivered, 0, len(dead))
	for _, d := range dead {
		rows = append(rows, undelivered{d.Subject, d.ID, d.Attempts, d.Due, d.Reason})
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
		_, err = fmt.Fprintf(a.Out, "%d callbacks are due again\n", replayed)
		return err
	})
}
