package retention

import (
	"context"
	"time"
)

// Store removes rows.
type Store interface {
	// Sweep looks at the rows of a kind in the order of their time and removes,
	// in one transaction, those that nothing holds, with all that belongs to
	// them. Several may sweep the same at once.
	Sweep(ctx context.Context, kind Kind, batch Batch) (Result, error)
}

// Batch says which rows one transaction looks at.
type Batch struct {
	Before time.Time // those whose time was then or earlier
	After  Place     // that follow the last one of the batch before; zero: from the first on
	Limit  int       // at most so many
}

// Place is where a row stands in the order of its kind.
type Place struct {
	Time time.Time
	ID   string
}

// Result is what came of a batch.
type Result struct {
	Gone int   // how many rows of the kind were removed
	Last Place // of the last row looked at, where rows of the kind can be held
	More bool  // the batch was full
	// Work is how long the transaction took, without waiting for its turn and
	// for its commit.
	Work time.Duration
}
