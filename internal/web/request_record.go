package web

import (
	"context"
	"log/slog"

	"github.com/google/uuid"
)

const correlationHeader = "Klarna-Correlation-Id"

// requestRecord is what becomes known of one request while it is served, for its
// line in the log. Only the request's own goroutine writes it.
type requestRecord struct {
	id      string
	client  string // who proved itself
	failure error
	stack   string // of a panic
}

type recordKey struct{}

func recordOf(ctx context.Context) *requestRecord {
	record, _ := ctx.Value(recordKey{}).(*requestRecord)
	return record
}

func newID() string { return uuid.NewString() }

// CorrelationID answers the id of the request that ctx belongs to: the one in
// its Klarna-Correlation-Id header. Empty outside a request.
func CorrelationID(ctx context.Context) string {
	if record := recordOf(ctx); record != nil {
		return record.id
	}
	return ""
}

// Note keeps an error for the request's line in the log: the cause behind an
// answer that does not show it.
func Note(ctx context.Context, err error) {
	if record := recordOf(ctx); record != nil {
		record.failure = err
		return
	}
	slog.ErrorContext(ctx, "request failed", "error", err) // outside LogRequests
}

func noteClient(ctx context.Context, id string) {
	if record := recordOf(ctx); record != nil {
		record.client = id
	}
}
