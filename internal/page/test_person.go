package page

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
)

// TestPersons are the payers that an acquirer's test data invents. What they are
// and what comes of them is the acquirer's matter.
type TestPersons interface {
	// Fill answers the details of a country's person for whom a purchase ends as
	// the scenario says: "approved", "declined", "wrong_code", "pending" or
	// "silent". False: there is none.
	Fill(country, scenario string) (hpp.Payer, bool)
	// Code answers the one-time code that a person of Fill types; empty for
	// everybody else.
	Code(payer hpp.Payer) string
}

// fillIn shows the pay form with the details of a test person. It changes
// nothing: the payer may still type something else.
func (s *Server) fillIn(w http.ResponseWriter, r *http.Request, page hpp.PageView) {
	person, found := s.TestPersons.Fill(page.Purchase.Country, r.PostForm.Get("test"))
	if !found || page.State != hpp.PagePay {
		s.redirectToPage(w, r)
		return
	}
	form := readPayForm(r.PostForm)
	s.render(w, r, http.StatusOK, view.ForCorrection(page, s.brandedSite(r, page), view.Correction{Payer: person, Category: form.Category, Shipping: form.Delivery}))
}

// withTestPersons adds to a site what test persons do on its pages.
func (s *Server) withTestPersons(site view.Site, page hpp.PageView) view.Site {
	if s.TestPersons == nil || page.PayerActs {
		return site
	}
	site.TestPersons = true
	if page.State == hpp.PageChallenge {
		site.TestCode = s.TestPersons.Code(page.Payer)
	}
	return site
}
