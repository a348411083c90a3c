package web

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// Rates are how many calls a merchant may make in a second; 0 is no limit.
type Rates struct {
	Create int // of operations that make sessions and charge tokens
	Other  int
}

// limitSpan is what a limit is counted over.
const limitSpan = time.Second

// limitedClients are remembered at once.
const limitedClients = 10_000

// Limiter counts merchants' calls: no second, wherever it begins, has more than
// the limit. It lives in one process: several replicas allow several times as
// much.
type Limiter struct {
	rates   Rates
	now     func() time.Time
	creates *Window[string]
	others  *Window[string]
}

// NewLimiter makes a limiter by a clock.
func NewLimiter(rates Rates, now func() time.Time) *Limiter {
	return &Limiter{
		rates: rates, now: now,
		creates: NewWindow[string](rates.Create, limitSpan, limitedClients),
		others:  NewWindow[string](rates.Other, limitSpan, limitedClients),
	}
}

type limiterKey struct{}

// Limit puts the limiter before next; it counts once the caller is known.
func (l *Limiter) Limit(next http.Handler) http.Handler {
	if l.rates == (Rates{}) {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		inner := r.WithContext(context.WithValue(r.Context(), limiterKey{}, l))
		defer func() { r.Pattern = inner.Pattern }() // for the log outside
		next.ServeHTTP(w, inner)
	})
}

// admit counts a client's call and reports whether it may go on; if not, the
// answer is written.
func admit(w http.ResponseWriter, r *http.Request, client string, rate Rate) bool {
	limiter, ok := r.Context().Value(limiterKey{}).(*Limiter)
	return !ok || limiter.admit(w, r, client, rate)
}

func (l *Limiter) admit(w http.ResponseWriter, r *http.Request, client string, rate Rate) bool {
	limit, calls, what, setting := l.rates.Other, l.others, "calls", "OPENHPP_RATE_LIMIT"
	if rate == RateCreate {
		limit, calls, what, setting = l.rates.Create, l.creates, "calls that create something", "OPENHPP_RATE_LIMIT_CREATE"
	}
	if limit == 0 {
		return true
	}
	left, wait := calls.Take(client, l.now())
	h := w.Header()
	h.Set("X-Ratelimit-Limit", strconv.Itoa(limit)+", "+strconv.Itoa(limit)+";w=1")
	h.Set("X-Ratelimit-Remaining", strconv.Itoa(left))
	h.Set("X-Ratelimit-Reset", "1")
	if wait == 0 {
		return true
	}
	h.Set("Retry-After", strconv.Itoa(seconds(wait)))
	WriteError(w, r, http.StatusTooManyRequests, codeTooMany,
		fmt.Sprintf("Too many requests: at most %d %s in a second; the operator sets it with %s", limit, what, setting))
	return false
}
