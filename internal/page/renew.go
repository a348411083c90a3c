package page

import (
	"net/http"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

// A client network may ask for so many new links in ten minutes. One session
// takes one request anyway; this bounds who holds many links.
const (
	maxRenewals = 10
	renewalSpan = 10 * time.Minute
)

// requestRenewal asks for a new link and leads to the page's own address, which says
// that the shop was told, or leads on to the new page.
func (s *Server) requestRenewal() func(http.ResponseWriter, *http.Request, hpp.PageView) {
	asked := web.NewNetworkShare(maxRenewals, renewalSpan)
	return func(w http.ResponseWriter, r *http.Request, page hpp.PageView) {
		if wait := asked.Take(r); wait > 0 {
			setRetryAfter(w, &hpp.Error{RetryAfter: wait})
			s.render(w, r, http.StatusTooManyRequests, s.screen(r, page))
			return
		}
		_, err := s.Payments.RequestRenewal(r.Context(), page)
		s.answerAct(w, r, err)
	}
}

// leadsOn reports whether another link took this one's place, and leads there. It
// is a page of ours: nobody leaves for the merchant by it.
func (s *Server) leadsOn(w http.ResponseWriter, r *http.Request, page hpp.PageView) bool {
	if page.RenewedLink == "" {
		return false
	}
	to := s.prefix() + s.pagePath(page.RenewedLink)
	if lang := chosenLanguage(r); lang != "" {
		to += "?lang=" + lang
	}
	s.redirect(w, to)
	return true
}
