package hppwire

import "github.com/openhpp/openhpp/internal/hpp"

// ReadBody is what a merchant reads of a session, as the answer of a read and
// inside a callback alike (hpp.md §1.2). What the payment came to is shown by
// state: a token only where the merchant has to place the order, an order only
// where there is one.
func ReadBody(s hpp.Session) SessionResponse {
	body := SessionResponse{
		SessionID: string(s.ID),
		Status:    Status(s.Status),
		UpdatedAt: Timestamp(s.UpdatedAt),
		ExpiresAt: Timestamp(s.ExpiresAt),
	}
	switch {
	case s.Status != hpp.Completed:
	case s.Payment.Kind == hpp.KindPayments && s.Options.PlaceOrderMode == hpp.PlaceNone && !s.Result.CompletedElsewhere:
		body.AuthorizationToken = s.Result.AuthorizationToken
	default:
		body.OrderID = s.Result.OrderID
		body.KlarnaReference = s.Result.Reference
	}
	return body
}
