package web

import (
	"context"
	"log/slog"

	"github.com/google/uuid"
)

const correlationHeader = "Klarna-Correlation-Id"

// exchange is what becomes known of one request while it is served, for its
// line in the log. Only the request's own goroutine writes it.
type exchange struct {
	id      string
	client  string // who proved itself
	failure error
	stack   string // of a panic
}

type exchangeKey struct{}

func exchangeOf(ctx context.Context) *exchange {
	x, _ := ctx.Value(exchangeKey{}).(*exchange)
	return x
}

func newID() string { return uuid.NewString() }

// CorrelationID answers the id of the request that ctx belongs to: the one in
// its Klarna-Correlation-Id header. Empty outside a request.
func CorrelationID(ctx context.Context) string {
	if x := exchangeOf(ctx); x != nil {
		return x.id
	}
	return ""
}

// Note keeps an error for the request's line in the log: the cause behind an
// answer that does not show it.
func Note(ctx context.Context, err error) {
	if x := exchangeOf(ctx); x != nil {
		x.failure = err
		return
	}
	slog.ErrorContext(ctx, "request failed", "error", err) // outside Wrap
}

func noteClient(ctx context.Context, id string) {
	if x := exchangeOf(ctx); x != nil {
		x.client = id
	}
}
