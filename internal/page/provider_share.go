package page

import (
	"net/http"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
	"github.com/openhpp/openhpp/internal/web"
)

// A network may call each address of the providers' steps so many times in a
// minute: payers call few, providers' servers stand in few networks, and each call
// asks the provider in the merchant's name. One that is refused loses nothing,
// since the provider is read anyway.
const (
	maxStepCalls = 600
	stepCallSpan = time.Minute
)

// shareSteps lets a network's calls through while there were not too many.
func (s *Server) shareSteps(next http.HandlerFunc) http.HandlerFunc {
	calls := web.NewNetworkShare(maxStepCalls, stepCallSpan)
	return func(w http.ResponseWriter, r *http.Request) {
		if wait := calls.Take(r); wait > 0 {
			s.refuseStepCall(w, r, &hpp.Error{RetryAfter: wait})
			return
		}
		next(w, r)
	}
}

// refuseStepCall tells who has called too often when to come back.
func (s *Server) refuseStepCall(w http.ResponseWriter, r *http.Request, why error) {
	setRetryAfter(w, why)
	s.render(w, r, http.StatusTooManyRequests, view.ForUnusable(s.site(r)))
}
