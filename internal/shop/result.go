package shop

import (
	"errors"
	"net/http"

	"github.com/openhpp/openhpp/client"
)

// takeResult books a purchase by the signed result in the address, which needs
// neither a callback nor the server. What cannot be believed is left alone: the
// server is asked then.
func (s *Shop) takeResult(r *http.Request, p purchase) purchase {
	result := r.URL.Query().Get("result")
	if result == "" {
		return p
	}
	verifier := client.ResultVerifier{
		Secret: s.config.WebhookSecret, MerchantID: s.config.MerchantID,
		FirstSeen: func(nonce string) (bool, error) { return nonce != p.Paid.Nonce, nil },
	}
	paid, err := verifier.Verify(result, s.config.Now())
	switch {
	case errors.Is(err, client.ErrResultReplayed):
		return p
	case err != nil:
		s.config.Log.WarnContext(r.Context(), "result not believed", "error", err)
		return p
	case !p.paidBy(paid):
		s.config.Log.WarnContext(r.Context(), "result of another purchase", "session_id", paid.SessionID)
		return p
	}
	if booked, ok := s.purchases.change(p.Token, func(p *purchase) bool { return p.book(paid) }); ok {
		return booked
	}
	return p
}

// paidBy reports whether a result is of this purchase and pays all of it.
func (p purchase) paidBy(paid client.PaidResult) bool {
	return p.SessionID != "" && paid.SessionID == p.SessionID &&
		paid.Amount == p.cart().Amount && paid.Currency == p.Choice.Market.Currency
}

// book keeps a result, once.
func (p *purchase) book(paid client.PaidResult) bool {
	if p.Paid.Nonce == paid.Nonce {
		return false
	}
	p.Paid = paid
	if p.OrderID == "" {
		p.OrderID = paid.OrderID
	}
	return true
}
