package web

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"sync"
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

// admission is a request on its way to BasicAuth. What the server asks itself
// while it answers carries the same one and is not counted again.
type admission struct {
	limiter *Limiter
	once    sync.Once
}

// Limit puts the limiter before next; it counts once the caller is known.
func (l *Limiter) Limit(next http.Handler) http.Handler {
	if l.rates == (Rates{}) {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		serveWith(w, r, next, &admission{limiter: l})
	})
}

// SkipRateLimit takes the limiter away again: behind next are payers, who are
// nobody's merchant.
func SkipRateLimit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		serveWith(w, r, next, nil)
	})
}

// serveWith hands next a request of its own, and tells the caller's log by
// which route that was served.
func serveWith(w http.ResponseWriter, r *http.Request, next http.Handler, a *admission) {
	inner := r.WithContext(context.WithValue(r.Context(), limiterKey{}, a))
	defer func() { r.Pattern = inner.Pattern }()
	next.ServeHTTP(w, inner)
}

// admit counts a client's call and reports whether it may go on; if not,
// the answer is written.
func admit(w http.ResponseWriter, r *http.Request, client string, rate Rate) bool {
	a, ok := r.Context().Value(limiterKey{}).(*admission)
	allowed := true
	if ok && a != nil {
		a.once.Do(func() { allowed = a.limiter.admit(w, r, client, rate) })
	}
	return allowed
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
