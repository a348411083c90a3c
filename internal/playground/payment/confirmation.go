package payment

import (
	"context"
	"encoding/base64"
	"net/url"
	"strings"

	"github.com/openhpp/openhpp/internal/playground/exchange"
	"github.com/openhpp/openhpp/internal/playground/order"
)

// proofSize is the length of a redirect's proof in bytes.
const proofSize = 16

// RedirectURL sends a browser on to the merchant after the order was placed;
// empty when the merchant named no place. The proof keeps a guessed session id
// from opening the merchant's address.
func (s *Service) RedirectURL(o order.Order) string {
	if o.Purchase.MerchantUrls.Confirmation == "" {
		return ""
	}
	sessionID := o.SessionID
	return s.PublicURL + "/payments/v1/sessions/" + url.PathEscape(sessionID) + "/redirect?key=" + s.proof(sessionID)
}

func (s *Service) proof(sessionID string) string {
	return base64.RawURLEncoding.EncodeToString(s.sign("redirect", sessionID)[:proofSize])
}

// Confirmation answers the merchant's address for a browser that showed the
// session's proof, placeholders filled (provider.md A.3.6).
func (s *Service) Confirmation(ctx context.Context, sessionID string) (string, error) {
	o, err := s.Store.OrderOf(ctx, sessionID)
	if err != nil {
		return "", exchange.Instead(err, ErrNoSession)
	}
	address := o.Purchase.MerchantUrls.Confirmation
	if address == "" {
		return "", ErrNoSession
	}
	session, placed := url.QueryEscape(o.SessionID), url.QueryEscape(o.ID)
	return strings.NewReplacer(
		"{session.id}", session, "%7Bsession.id%7D", session,
		"{order.id}", placed, "%7Border.id%7D", placed,
	).Replace(address), nil
}
