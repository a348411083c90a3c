package shop

import (
	"net/http"

	"github.com/openhpp/openhpp/client"
)

// placeOrder places the order of a page that stopped after the authorization.
// The token is read from the server, never taken from the browser. Pressed
// twice, it places one order: both requests carry the same key.
func (s *Shop) placeOrder(w http.ResponseWriter, r *http.Request) {
	p, ok := s.purchases.find(r.PathValue("purchase"))
	if !ok {
		s.unknownPurchase(w, r)
		return
	}
	session, err := s.config.Client.ReadSession(r.Context(), p.SessionID)
	if err != nil {
		s.showAPIError(w, r, "The order could not be placed", err)
		return
	}
	if session.AuthorizationToken == "" {
		s.showProblem(w, r, http.StatusConflict, "There is nothing to place", "The payment is not authorized, or its order is placed already.")
		return
	}
	placed, err := s.config.Client.PlaceOrder(r.Context(), session.AuthorizationToken, p.cart(), client.WithIdempotencyKey("order-"+p.Token))
	if err != nil {
		s.showAPIError(w, r, "The order could not be placed", err)
		return
	}
	s.purchases.change(p.Token, func(p *purchase) bool {
		p.OrderID = placed.OrderID
		return true
	})
	s.redirectToPurchase(w, r, p)
}

// capture takes the money: the lamp is on its way.
func (s *Shop) capture(w http.ResponseWriter, r *http.Request) {
	p, ok := s.purchases.find(r.PathValue("purchase"))
	if !ok {
		s.unknownPurchase(w, r)
		return
	}
	found := s.readAnswer(r.Context(), p)
	if found.Order == nil {
		s.showProblem(w, r, http.StatusConflict, "There is nothing to capture", "No order is placed, or it cannot be read now.")
		return
	}
	_, err := s.config.Client.CaptureOrder(r.Context(), found.Order.OrderID,
		client.NewCapture{Amount: p.cart().Amount, Description: "Sent"}, client.WithIdempotencyKey("capture-"+p.Token))
	if err != nil {
		s.showAPIError(w, r, "The money could not be captured", err)
		return
	}
	s.purchases.change(p.Token, func(*purchase) bool { return true })
	s.redirectToPurchase(w, r, p)
}

func (s *Shop) redirectToPurchase(w http.ResponseWriter, r *http.Request, p purchase) {
	http.Redirect(w, r, "/return/success?purchase="+p.Token, http.StatusSeeOther)
}
