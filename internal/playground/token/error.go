package token

import "github.com/openhpp/openhpp/internal/playground/exchange"

// Errors of the Customer Token API (provider.md A.10); only their codes are
// published.
var (
	errNoToken   = exchange.Refuse(exchange.Missing, "TOKEN_NOT_FOUND", "The customer token cannot be found")
	errSuspended = exchange.Refuse(exchange.Forbidden, "TOKEN_SUSPENDED", "The customer token is suspended")
	errCancelled = exchange.Refuse(exchange.Forbidden, "TOKEN_CANCELED", "The customer token is cancelled")
	errFailed    = exchange.Refuse(exchange.Forbidden, "PAYMENT_METHOD_FAILED", "The payment method could not be charged")
	// errNothing is what the published server says of an empty token.
	errNothing = exchange.Refuse(exchange.Unsupported, "HTTP_ERROR", "")
)
