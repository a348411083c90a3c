package retention

import (
	"context"
	"time"
)

// How much goes at once is found out as a sweep goes on: as much as is a few
// milliseconds' work. What is old lies on the disk and not in memory, so how
// long that takes cannot be known before.
const (
	least, first, most = 20, 50, 200 // rows in a batch
	quick              = 5 * time.Millisecond
	slow               = 15 * time.Millisecond

	// A pause is so many times as long as the batch before it took, with its
	// turn and its commit: a sweep has a tenth of the database's time at most,
	// and less of it where others want it too.
	restFactor = 10
	minPause   = 20 * time.Millisecond
)

// resized is the limit that follows a batch which was so much work.
func resized(limit int, work time.Duration) int {
	switch {
	case work > slow:
		return max(least, limit/2)
	case work < quick:
		return min(most, limit*2)
	}
	return limit
}

// pause reports whether ctx lasted as long as d.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return ctx.Err() == nil
	}
}
