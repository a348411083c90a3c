package page

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
)

// showPoster is a sheet to print and put on a table or a counter. It is behind the
// QR's token, and shows no more than whoever scans the code will see.
func (s *Server) showPoster(w http.ResponseWriter, r *http.Request) {
	link, err := s.Payments.QR(r.Context(), r.PathValue("link"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	visit, err := s.Payments.Open(r.Context(), link, hpp.Browser{})
	switch {
	case err != nil:
		s.fail(w, r, err)
	case visit.State == hpp.PagePay || visit.State == hpp.PageChallenge || visit.State == hpp.PageChecking:
		s.render(w, r, http.StatusOK, view.ForPoster(visit, s.brandedSite(r, visit)))
	default: // what became of it is told where one pays
		s.redirect(w, s.prefix()+s.pagePath(link))
	}
}
