package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Rates are how many calls a merchant may make in a second; 0 is no limit.
type Rates struct {
	Create int // of operations that make sessions and charge tokens
	Other  int
}

// Limiter counts merchants' calls in whole seconds (provider.md D.6). It lives
// in one process: several replicas allow several times as much.
type Limiter struct {
	rates Rates
	now   func() time.Time

	mu      sync.Mutex
	second  int64
	windows map[window]int
}

// window is what is counted together; it begins anew every second.
type window struct {
	merchant hpp.MerchantID
	create   bool
}

// NewLimiter makes a limiter by a clock.
func NewLimiter(rates Rates, now func() time.Time) *Limiter {
	return &Limiter{rates: rates, now: now, windows: map[window]int{}}
}

type limiterKey struct{}

// admission is a request on its way to BasicAuth. What the server asks itself
// while it answers carries the same one and is not counted again.
type admission struct {
	limiter *Limiter
	once    sync.Once
}

// Over puts the limiter before next; it counts once the caller is known.
func (l *Limiter) Over(next http.Handler) http.Handler {
	if l.rates == (Rates{}) {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		serveWith(w, r, next, &admission{limiter: l})
	})
}

// Unlimited takes the limiter away again: behind next are payers, who are
// nobody's merchant.
func Unlimited(next http.Handler) http.Handler {
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

// admit counts a merchant's call and reports whether it may go on; if not,
// the answer is written.
func admit(w http.ResponseWriter, r *http.Request, merchant hpp.MerchantID) bool {
	a, ok := r.Context().Value(limiterKey{}).(*admission)
	allowed := true
	if ok && a != nil {
		a.once.Do(func() { allowed = a.limiter.admit(w, r, merchant) })
	}
	return allowed
}

func (l *Limiter) admit(w http.ResponseWriter, r *http.Request, merchant hpp.MerchantID) bool {
	create := creates(r)
	limit := l.rates.Other
	if create {
		limit = l.rates.Create
	}
	if limit == 0 {
		return true
	}
	used := l.count(window{merchant, create})
	h := w.Header()
	h.Set("X-Ratelimit-Limit", strconv.Itoa(limit)+", "+strconv.Itoa(limit)+";w=1")
	h.Set("X-Ratelimit-Remaining", strconv.Itoa(max(limit-used, 0)))
	h.Set("X-Ratelimit-Reset", "1")
	if used <= limit {
		return true
	}
	h.Set("Retry-After", "1")
	WriteError(w, r, http.StatusTooManyRequests, "TOO_MANY_REQUESTS", "Too many requests")
	return false
}

// count is how many calls of this second there are, this one included. What
// belongs to an older second is dropped as a whole, so that memory is bounded
// by the merchants of one second.
func (l *Limiter) count(w window) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if second := l.now().Unix(); second != l.second {
		l.second = second
		clear(l.windows)
	}
	l.windows[w]++
	return l.windows[w]
}

// creates reports whether a call is of the group that makes sessions.
func creates(r *http.Request) bool {
	path := strings.TrimRight(r.URL.Path, "/")
	return r.Method == http.MethodPost && (strings.HasSuffix(path, "/sessions") || strings.HasSuffix(path, "/customer-token") ||
		strings.HasPrefix(path, "/customer-token/") && strings.HasSuffix(path, "/order"))
}
