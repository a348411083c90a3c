package telemetry

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// LogOptions shape the log.
type LogOptions struct {
	// Level is debug, info, warn or error, in any case; empty is info.
	Level string
	// Text writes for a person at a terminal instead of JSON for a machine.
	Text bool
	// Correlation answers the id of the request that a context belongs to, or
	// nothing. Lines logged with such a context carry it. It may be nil.
	Correlation func(context.Context) string
}

// NewLogger makes the logger that writes to out, one line each.
func NewLogger(out io.Writer, o LogOptions) (*slog.Logger, error) {
	var level slog.Level
	if o.Level != "" {
		if err := level.UnmarshalText([]byte(strings.ToUpper(o.Level))); err != nil {
			return nil, fmt.Errorf("telemetry: log level %q must be debug, info, warn or error", o.Level)
		}
	}
	options := &slog.HandlerOptions{Level: level}
	var handler slog.Handler = slog.NewJSONHandler(out, options)
	if o.Text {
		handler = slog.NewTextHandler(out, options)
	}
	if o.Correlation != nil {
		handler = correlated{handler, o.Correlation}
	}
	return slog.New(handler), nil
}

// correlated adds the request's id to every line logged for it.
type correlated struct {
	slog.Handler
	id func(context.Context) string
}

func (h correlated) Handle(ctx context.Context, record slog.Record) error {
	if id := h.id(ctx); id != "" {
		record = record.Clone()
		record.AddAttrs(slog.String("correlation_id", id))
	}
	return h.Handler.Handle(ctx, record)
}

func (h correlated) WithAttrs(attrs []slog.Attr) slog.Handler {
	return correlated{h.Handler.WithAttrs(attrs), h.id}
}

func (h correlated) WithGroup(name string) slog.Handler {
	return correlated{h.Handler.WithGroup(name), h.id}
}
