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

// Wrap goes around everything a server serves. Each request gets a fresh
// correlation id, in its answer's Klarna-Correlation-Id header, and one line in
// the log: no path, query, header or body, only the route's pattern and a
// shortened client address. A panic becomes a 500. observe may be nil.
func Wrap(next http.Handler, log *slog.Logger, observe Observe) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		x := &exchange{id: newID()}
		out := &recorder{ResponseWriter: w}
		out.Header().Set(correlationHeader, x.id)
		r = r.WithContext(context.WithValue(r.Context(), exchangeKey{}, x))
		defer func() {
			took := time.Since(start)
			if observe != nil {
				observe(methodName(r), routeName(r), out.Status(), took)
			}
			writeAccess(log, r, x, out, took)
		}()
		serve(next, out, r, x)
	})
}

// serve turns a panic into a 500, or, when the answer had begun, into a cut
// connection, so that nobody takes half an answer for a whole one.
func serve(next http.Handler, out *recorder, r *http.Request, x *exchange) {
	finished := false
	defer func() {
		if finished {
			return
		}
		fault := recover()
		if fault == http.ErrAbortHandler { //nolint:errorlint // a sentinel that is compared, never wrapped
			panic(fault)
		}
		x.stack = string(debug.Stack())
		err := fmt.Errorf("panic: %v", fault)
		if out.status != 0 {
			x.failure = err
			panic(http.ErrAbortHandler)
		}
		Fail(out, r, err)
	}()
	next.ServeHTTP(out, r)
	finished = true
}

func writeAccess(log *slog.Logger, r *http.Request, x *exchange, out *recorder, took time.Duration) {
	level := slog.LevelInfo
	attrs := []slog.Attr{
		slog.String("method", methodName(r)), slog.String("route", routeName(r)),
		slog.Int("status", out.Status()), slog.Int64("bytes", out.bytes),
		slog.Float64("duration_ms", float64(took.Microseconds())/1000),
		slog.String("client", ClientNetwork(r)), slog.String("correlation_id", x.id),
	}
	if x.client != "" {
		attrs = append(attrs, slog.String("merchant_id", x.client))
	}
	if x.failure != nil {
		attrs = append(attrs, slog.String("error", x.failure.Error()))
		if r.Context().Err() == nil { // nobody's fault when the client left
			level = slog.LevelError
		}
	}
	if x.stack != "" {
		attrs = append(attrs, slog.String("stack", x.stack))
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
