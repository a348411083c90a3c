package page

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
)

// show renders the state of the session. It changes nothing.
func (s *Server) show(w http.ResponseWriter, r *http.Request) {
	page, err := s.openPage(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if s.leadsOn(w, r, page) {
		return
	}
	s.rememberLanguage(w, r)
	if clearsForNextPayer(r, page) {
		s.clearBrowserID(w, r)
		page.Payer = hpp.Payer{Country: page.Purchase.Country}
	}
	if token := redirectToken(r); token != "" {
		s.showWithRedirect(w, r, page, token)
		return
	}
	s.render(w, r, http.StatusOK, s.screen(r, page))
}

// clearsForNextPayer reports that a screen in a shop starts again for its next payer.
func clearsForNextPayer(r *http.Request, page hpp.PageView) bool {
	return page.Session.Channel == hpp.InStore && r.URL.Query().Get("clear") == "1"
}

func (s *Server) screen(r *http.Request, page hpp.PageView) view.Screen {
	switch page.State {
	case hpp.PagePay:
		site := s.brandedSite(r, page)
		site.TotalKnown = r.URL.Query().Has(totalParameter)
		return view.ForPay(page, site)
	case hpp.PageChallenge:
		return view.ForChallenge(page, s.brandedSite(r, page))
	}
	return view.ForOutcome(page, s.brandedSite(r, page))
}

// answerAct answers once an act is done: the page's own address tells what became
// of it, also when another request was faster.
func (s *Server) answerAct(w http.ResponseWriter, r *http.Request, err error) {
	if isConflict(err) {
		err = nil
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.redirectToPage(w, r)
}

// isConflict reports errors whose meaning the page shows by itself: busy, closed,
// no code expected, not this way out.
func isConflict(err error) bool {
	return hpp.IsCode(err, hpp.CodeConflict) || hpp.IsCode(err, hpp.CodeNotAllowed)
}
