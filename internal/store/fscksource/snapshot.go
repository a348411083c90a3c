package fscksource

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/openhpp/openhpp/internal/fsck"
)

// Rows is an answer being read, as *sql.Rows is.
type Rows interface {
	Next() bool
	Scan(into ...any) error
	Err() error
	Close() error
}

// Snapshot is a database as of one moment, or one for each node. Several of its lists are read at
// once.
type Snapshot struct {
	// Query runs a statement without parameters.
	Query func(ctx context.Context, statement string) (Rows, error)
	// LinksApart says that links lie in a table of their own.
	LinksApart bool
	// Spread says that rows lie on several nodes, each with its own moment.
	Spread bool
}

// OneMoment implements fsck.Source.
func (s Snapshot) OneMoment() bool { return !s.Spread }

var _ fsck.Source = Snapshot{}

// list reads a statement's rows, one at a time.
func list[T any](ctx context.Context, s Snapshot, statement string, scan func(Rows) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		rows, err := s.Query(ctx, statement)
		if err != nil {
			yield(none, fmt.Errorf("fsck source: %w", err))
			return
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			one, err := scan(rows)
			if err != nil {
				yield(none, fmt.Errorf("fsck source: read a row: %w", err))
				return
			}
			if !yield(one, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(none, fmt.Errorf("fsck source: %w", err))
		}
	}
}

func fromMillis(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
