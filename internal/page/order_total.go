package page

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/markup"
	"github.com/openhpp/openhpp/internal/page/view"
)

// totalParameter is in the address of the page after the payer asked for a total.
const totalParameter = "total"

// answerTotal answers a script that asks what the chosen delivery costs in all: with
// the parts of the page that change, or with nothing, and then the form leads
// to the answer.
func (s *Server) answerTotal(w http.ResponseWriter, r *http.Request, page hpp.PageView, form hpp.PayForm) {
	form.DeliveryOnly = true
	page, err := s.Payments.Revise(r.Context(), page, form)
	if err != nil || page.State != hpp.PagePay {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	site := s.site(r)
	site.TotalKnown = true
	pay := view.ForPay(page, site).Pay
	if pay.Shipping == nil || !pay.Shipping.Known || pay.Shipping.Options[0].Value != form.Delivery {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	// A payer who went away is no fault of this server.
	_ = markup.Total(pay).Render(r.Context(), w)
}
