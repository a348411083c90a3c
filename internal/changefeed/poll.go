package changefeed

import (
	"context"
	"log/slog"
	"math"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// PollInterval is how often a process asks for what other processes saved: a
// payer who looks at one page and pays on another sees it within a second.
const PollInterval = 500 * time.Millisecond

// pollTimeout is how long an answer may take.
const pollTimeout = 2 * time.Second

// removed is the version of a session that the store has no more: it is another
// one than any that was read.
const removed = math.MaxInt64

// Versions answers the versions of sessions, in one query; a session that the
// store does not have is missing.
type Versions func(ctx context.Context, ids []hpp.SessionID) (map[hpp.SessionID]int64, error)

// Run polls the versions of every session that somebody waits for, until the
// context ends. Where nobody waits it asks nothing. A poll that fails is logged
// and asked again: pages know by their own requests as well.
func (f *Feed) Run(ctx context.Context, versions Versions, log *slog.Logger) {
	tick := time.NewTicker(PollInterval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := f.poll(ctx, versions); err != nil && ctx.Err() == nil {
			log.WarnContext(ctx, "versions of open pages unreadable", "error", err)
		}
	}
}

func (f *Feed) poll(ctx context.Context, versions Versions) error {
	known := f.known()
	if len(known) == 0 {
		return nil
	}
	ids := make([]hpp.SessionID, 0, len(known))
	for id := range known {
		ids = append(ids, id)
	}
	ctx, cancel := context.WithTimeout(ctx, pollTimeout)
	defer cancel()
	stored, err := versions(ctx, ids)
	if err != nil {
		return err
	}
	for id, before := range known {
		now, found := stored[id]
		if !found {
			now = removed
		}
		if now > before {
			f.Publish(string(id), now)
		}
	}
	return nil
}

// known is the highest version of each session that somebody waits for.
func (f *Feed) known() map[hpp.SessionID]int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	known := make(map[hpp.SessionID]int64, len(f.sessions))
	for id := range f.sessions {
		known[id] = f.topics[string(id)].version
	}
	return known
}
