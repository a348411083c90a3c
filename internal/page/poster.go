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
	page, err := s.Payments.Open(r.Context(), link, hpp.Browser{})
	switch {
	case err != nil:
		s.fail(w, r, err)
	case page.State == hpp.PagePay || page.State == hpp.PageChallenge || page.State == hpp.PageChecking:
		s.render(w, r, http.StatusOK, view.ForPoster(page, s.brandedSite(r, page)))
	default: // what became of it is told where one pays
		s.redirect(w, s.prefix()+s.pagePath(link))
	}
}
