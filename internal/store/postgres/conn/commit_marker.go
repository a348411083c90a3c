package conn

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// CommitMarker is what one change of a row that has a version leaves on it, so
// that an unanswered commit can be told from one that was lost.
type CommitMarker struct {
	Bytes   []byte // what the change writes into the row's column "mark"
	Version int64  // of the row as loaded; 0: not loaded yet
}

// NewCommitMarker makes a marker of twelve random bytes.
func NewCommitMarker() *CommitMarker {
	mark := make([]byte, 12)
	_, _ = rand.Read(mark) // never fails
	return &CommitMarker{Bytes: mark}
}

// ErrOutcomeHidden means that re-reading does not tell whether a change took
// effect: others have saved over it since.
var ErrOutcomeHidden = errors.New("postgres: later changes hide whether this one was saved")

// WasCommitted is the WasCommitted of a change to the row with this id, which
// may become known as the change runs. query selects version and mark FOR
// UPDATE by its only argument.
func (m *CommitMarker) WasCommitted(query string, id *string) WasCommitted {
	return func(ctx context.Context, tx pgx.Tx) (bool, error) {
		var version int64
		var mark []byte
		if err := tx.QueryRow(ctx, query, *id).Scan(&version, &mark); err != nil {
			return false, fmt.Errorf("postgres: read commit marker: %w", err)
		}
		switch {
		case bytes.Equal(mark, m.Bytes):
			return true, nil
		case version == m.Version:
			return false, nil
		}
		return false, ErrOutcomeHidden
	}
}
