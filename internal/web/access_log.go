package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"time"
)

// Observe is told of every finished request: its method, the pattern of its
// route without a method, the status and how long it took.
type Observe func(method, route string, status int, took time.Duration)

// unmatched is the route of requests that no pattern took. The path itself
// must not be logged or counted: it may hold a payer's token.
const unmatched = "unmatched"

// LogRequests goes around everything a server serves. Each request gets a fresh
// correlation id, in its answer's Klarna-Correlation-Id header, and one line in
// the log: no path, query, header or body, only the route's pattern and a
// shortened client address. A panic becomes a 500. observe may be nil.
func LogRequests(next http.Handler, log *slog.Logger, observe Observe) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		record := &requestRecord{id: newID()}
		out := &responseRecorder{ResponseWriter: w}
		out.Header().Set(correlationHeader, record.id)
		r = r.WithContext(context.WithValue(r.Context(), recordKey{}, record))
		defer func() {
			took := time.Since(start)
			if observe != nil {
				observe(methodName(r), routeName(r), out.Status(), took)
			}
			writeAccess(log, r, record, out, took)
		}()
		serve(next, out, r, record)
	})
}

// serve turns a panic into a 500, or, when the answer had begun, into a cut
// connection, so that nobody takes half an answer for a whole one.
func serve(next http.Handler, out *responseRecorder, r *http.Request, record *requestRecord) {
	finished := false
	defer func() {
		if finished {
			return
		}
		fault := recover()
		if fault == http.ErrAbortHandler { //nolint:errorlint // a sentinel that is compared, never wrapped
			panic(fault)
		}
		record.stack = string(debug.Stack())
		err := fmt.Errorf("panic: %v", fault)
		if out.status != 0 {
			record.failure = err
			panic(http.ErrAbortHandler)
		}
		Fail(out, r, err)
	}()
	next.ServeHTTP(out, r)
	finished = true
}

func writeAccess(log *slog.Logger, r *http.Request, record *requestRecord, out *responseRecorder, took time.Duration) {
	level := slog.LevelInfo
	attrs := []slog.Attr{
		slog.String("method", methodName(r)), slog.String("route", routeName(r)),
		slog.Int("status", out.Status()), slog.Int64("bytes", out.bytes),
		slog.Float64("duration_ms", float64(took.Microseconds())/1000),
		slog.String("client", ClientNetwork(r)), slog.String("correlation_id", record.id),
	}
	if record.client != "" {
		attrs = append(attrs, slog.String("merchant_id", record.client))
	}
	if record.failure != nil {
		attrs = append(attrs, slog.String("error", record.failure.Error()))
		if r.Context().Err() == nil { // nobody's fault when the client left
			level = slog.LevelError
		}
	}
	if record.stack != "" {
		attrs = append(attrs, slog.String("stack", record.stack))
	}
	// Not the request's context: the id is in the line already.
	log.LogAttrs(context.Background(), level, "request", attrs...)
}

var knownMethods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions,
}

// methodName keeps invented methods out of the log and the metrics.
func methodName(r *http.Request) string {
	if slices.Contains(knownMethods, r.Method) {
		return r.Method
	}
	return "OTHER"
}

func routeName(r *http.Request) string {
	if r.Pattern == "" {
		return unmatched
	}
	return pathPattern(r.Pattern)
}
