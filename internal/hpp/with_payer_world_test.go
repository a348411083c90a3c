package hpp_test

import (
	"database/sql"
	"errors"
	"path"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
)

// secretOf is the secret of the address that a provider brings authorizations to.
func (w *world) secretOf(s hpp.Session) string {
	return path.Base(w.Links.ProviderCallbackURL(s.Merchant, s.Payment))
}

// document is a session as it is stored.
func (w *world) document(id hpp.SessionID) (text string) {
	w.t.Helper()
	db, err := sql.Open("sqlite", w.path)
	w.must(err)
	defer func() { w.must(db.Close()) }()
	w.must(db.QueryRowContext(w.t.Context(), `SELECT document FROM sessions WHERE session_id = ?`, id).Scan(&text))
	return text
}

func contains(text, part string) bool { return strings.Contains(text, part) }

// runJobs runs what is due of the payer's outcome and of releases, as the outbox
// does.
func (w *world) runJobs() {
	w.t.Helper()
	for kind, handle := range map[hpp.JobKind]func([]byte) error{
		hpp.JobPayerOutcome: func(payload []byte) error { return w.FollowPayer(w.t.Context(), payload) },
		hpp.JobEndAction:    func(payload []byte) error { return w.EndAction(w.t.Context(), payload) },
		hpp.JobReleaseToken: func(payload []byte) error { return w.ReleaseToken(w.t.Context(), payload) },
	} {
		rows, err := w.db.Outbox().Claim(w.t.Context(), string(kind), w.clock, w.clock.Add(time.Minute), 100, outbox.Shares{})
		w.must(err)
		for _, row := range rows {
			err := handle(row.Payload)
			if later, ok := errors.AsType[hpp.ErrRetryLater](err); ok {
				w.must(w.db.Outbox().Postpone(w.t.Context(), row, w.clock.Add(later.Wait), err.Error()))
				continue
			}
			w.must(err)
			w.must(w.db.Outbox().Done(w.t.Context(), row))
		}
	}
}

// passes lets time go by, in sixty steps, and runs what falls due.
func (w *world) passes(span time.Duration) {
	w.t.Helper()
	step := span / 60
	for end := w.clock.Add(span); w.clock.Before(end); {
		w.clock = w.clock.Add(min(step, end.Sub(w.clock)))
		w.runJobs()
	}
}
