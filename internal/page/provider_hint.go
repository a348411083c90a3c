package page

import (
	"net/http"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

// A network may hint so many times in a minute: a provider's servers stand in few,
// and a hint that is refused loses nothing, since the provider is read anyway.
const (
	maxHints = 600
	hintSpan = time.Minute
)

// limitHints lets a network's hints through while it has not given too many.
func limitHints(next http.HandlerFunc) http.HandlerFunc {
	hints := web.NewNetworkShare(maxHints, hintSpan)
	return func(w http.ResponseWriter, r *http.Request) {
		if wait := hints.Take(r); wait > 0 {
			setRetryAfter(w, &hpp.Error{RetryAfter: wait})
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		next(w, r)
	}
}

// hintStep is where the provider's server says that something changed. Nothing is
// believed of it: the provider's session is read.
func (s *Server) hintStep(w http.ResponseWriter, r *http.Request) {
	if _, err := s.Steps.CheckStep(r.Context(), r.PathValue("step")); err != nil && !isConflict(err) && !hpp.IsCode(err, hpp.CodeNotFound) {
		s.Log.WarnContext(r.Context(), "hint of the provider not followed", "error", err)
	}
	w.WriteHeader(http.StatusNoContent)
}
