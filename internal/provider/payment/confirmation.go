package payment

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"net/url"

	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/merchantcalls"
	"github.com/openhpp/openhpp/internal/provider/order"
)

// proofSize is the length of a redirect's proof in bytes.
const proofSize = 16

// RedirectURL sends a browser on to the merchant after the order was placed;
// empty when the merchant named no place.
func (s *Service) RedirectURL(o order.Order) string {
	if o.Purchase.MerchantUrls.Confirmation == "" {
		return ""
	}
	return s.redirectURL(o.SessionID)
}

// redirectURL is an address of this server that leads to the merchant's. The proof
// keeps a guessed session id from opening that.
func (s *Service) redirectURL(sessionID string) string {
	return s.PublicURL + "/payments/v1/sessions/" + url.PathEscape(sessionID) + "/redirect?key=" + s.proof(sessionID)
}

func (s *Service) proof(sessionID string) string {
	return base64.RawURLEncoding.EncodeToString(s.sign("redirect", sessionID)[:proofSize])
}

// Confirmation answers the merchant's address for a browser that showed the
// session's proof, placeholders filled; "" when the merchant named none.
func (s *Service) Confirmation(ctx context.Context, sessionID string) (string, error) {
	address, orderID, err := s.confirmation(ctx, sessionID)
	if err != nil {
		return "", endpoint.NotFoundAs(err, ErrNoSession)
	}
	return merchantcalls.FillPlaceholders(address, "session.id", sessionID, "order.id", orderID), nil
}

// confirmation is the address of an order, or of a session that became a
// customer token and no order.
func (s *Service) confirmation(ctx context.Context, sessionID string) (address, orderID string, err error) {
	o, err := s.Store.OrderOf(ctx, sessionID)
	if err == nil {
		return o.Purchase.MerchantUrls.Confirmation, o.ID, nil
	}
	if !errors.Is(err, endpoint.ErrNotFound) {
		return "", "", err
	}
	session, err := s.Store.SessionOf(ctx, sessionID)
	if err != nil || session.Tokenized == nil {
		return "", "", cmp.Or(err, endpoint.ErrNotFound)
	}
	return session.Purchase.MerchantUrls.Confirmation, "", nil
}
