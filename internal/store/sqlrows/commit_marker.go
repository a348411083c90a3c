package sqlrows

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
)

// ErrOutcomeHidden means that reading again does not tell whether a change took
// effect: others have saved the row since.
var ErrOutcomeHidden = errors.New("store: later changes hide whether this one was saved")

// CommitMarker is one change of a row that has a version: which version it
// started from, and the bytes that it leaves in the row, by which an unanswered
// commit is found again.
type CommitMarker struct {
	Bytes   []byte // what the change writes into the column mark
	Version int64  // of the row as loaded; 0: not loaded yet
}

// NewCommitMarker makes a marker of twelve random bytes.
func NewCommitMarker() *CommitMarker {
	marker := make([]byte, 12)
	_, _ = rand.Read(marker) // never fails
	return &CommitMarker{Bytes: marker}
}

// WasCommitted is the check of an update that saves the row with an id. query
// selects version and mark FOR UPDATE by its only argument. The id may become
// known as the update runs.
func (m *CommitMarker) WasCommitted(query string, id *string) func(context.Context, Tx) (bool, error) {
	return func(ctx context.Context, tx Tx) (bool, error) {
		var version int64
		var mark []byte
		if err := tx.QueryRow(ctx, query, *id).Scan(&version, &mark); err != nil {
			return false, fmt.Errorf("store: read what was saved: %w", err)
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
