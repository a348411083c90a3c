package app

import (
	"context"
	"time"

	"github.com/openhpp/openhpp/internal/telemetry"
)

// backlog tells the metrics how much work waits.
func (a *App) backlog(ctx context.Context) ([]telemetry.Backlog, error) {
	kinds, err := a.db.outbox.Backlog(ctx)
	if err != nil {
		return nil, err
	}
	var all []telemetry.Backlog
	for _, k := range kinds {
		b := telemetry.Backlog{Kind: k.Kind, Pending: k.Pending, Dead: k.DeadLetters}
		if !k.Due.IsZero() {
			b.Oldest = max(0, time.Since(k.Due))
		}
		all = append(all, b)
	}
	return all, nil
}
