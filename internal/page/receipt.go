package page

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
)

// receiptParameter is in the address of the page after the receipt was asked for.
const receiptParameter = "receipt"

// sendReceipt sends the receipt to the address that the payer typed, and to no other.
func (s *Server) sendReceipt(w http.ResponseWriter, r *http.Request, page hpp.PageView) {
	typed := readField(r.PostForm, "email")
	err := s.Messages.SendReceipt(r.Context(), page, typed)
	switch {
	case err == nil:
		s.answerForm(w, r, s.pageAddress(r, receiptParameter+"=sent"))
	case hpp.IsCode(err, hpp.CodeConstraint):
		s.refuseReceipt(w, r, page, view.ReceiptForm{Typed: typed, Fault: view.ReceiptWrong})
	case hpp.IsCode(err, hpp.CodeBlacklisted):
		s.refuseReceipt(w, r, page, view.ReceiptForm{Typed: typed, Fault: view.ReceiptRefused})
	case hpp.IsCode(err, hpp.CodeTooMany):
		setRetryAfter(w, err)
		s.refuseReceipt(w, r, page, view.ReceiptForm{Typed: typed, Fault: view.ReceiptMany})
	default:
		s.answerAct(w, r, err)
	}
}

func (s *Server) refuseReceipt(w http.ResponseWriter, r *http.Request, page hpp.PageView, form view.ReceiptForm) {
	site := s.brandedSite(r, page)
	site.Receipt = form
	status := http.StatusUnprocessableEntity
	if form.Fault == view.ReceiptMany {
		status = http.StatusTooManyRequests
	}
	s.render(w, r, status, view.ForOutcome(page, site))
}

// withReceipt adds to a site what a completed page offers.
func (s *Server) withReceipt(site view.Site, r *http.Request, page hpp.PageView) view.Site {
	if page.State == hpp.PageCompleted {
		site.Receipts = s.Messages.SendsReceipts()
		site.Receipt.Sent = r.URL.Query().Get(receiptParameter) == "sent"
	}
	return site
}
