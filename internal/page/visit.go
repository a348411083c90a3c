package page

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
)

// show renders the step the session asks for. Looking changes nothing.
func (s *Server) show(w http.ResponseWriter, r *http.Request) {
	visit, err := s.open(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.remember(w, r)
	if cleared(r, visit) {
		s.forget(w, r)
		visit.Payer = hpp.Payer{Country: visit.Purchase.Country}
	}
	if turn := turned(r); turn != "" {
		s.showTurn(w, r, visit, turn)
		return
	}
	s.render(w, r, http.StatusOK, s.screen(r, visit))
}

// cleared reports that a screen in a shop starts anew for its next payer.
func cleared(r *http.Request, visit hpp.PageView) bool {
	return visit.Session.Channel == hpp.InStore && r.URL.Query().Get("clear") == "1"
}

func (s *Server) screen(r *http.Request, visit hpp.PageView) view.Screen {
	switch visit.State {
	case hpp.PagePay:
		site := s.dressed(r, visit)
		site.TotalKnown = r.URL.Query().Has(totalKnown)
		return view.ForPay(visit, site)
	case hpp.PageChallenge:
		return view.ForChallenge(visit, s.dressed(r, visit), false)
	}
	return view.ForOutcome(visit, s.dressed(r, visit))
}

// after answers once an act is done: the page's own address tells what became
// of it, also when somebody else was faster.
func (s *Server) after(w http.ResponseWriter, r *http.Request, err error) {
	if told(err) {
		err = nil
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.toPage(w, r)
}

// told reports errors whose meaning the page shows by itself: busy, closed,
// no code expected, not this way out.
func told(err error) bool {
	return hpp.IsCode(err, hpp.CodeConflict) || hpp.IsCode(err, hpp.CodeNotAllowed)
}
