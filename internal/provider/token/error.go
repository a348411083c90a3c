package token

import "github.com/openhpp/openhpp/internal/provider/endpoint"

// Errors of the Customer Token API (docs/spec/provider.md A.10); only their codes are
// published.
var (
	errNoToken   = endpoint.NewError(endpoint.Missing, "TOKEN_NOT_FOUND", "The customer token cannot be found")
	errSuspended = endpoint.NewError(endpoint.Forbidden, "TOKEN_SUSPENDED", "The customer token is suspended")
	errCancelled = endpoint.NewError(endpoint.Forbidden, "TOKEN_CANCELED", "The customer token is cancelled")
	errFailed    = endpoint.NewError(endpoint.Forbidden, "PAYMENT_METHOD_FAILED", "The payment method could not be charged")
	// errNothing is what the published server says of an empty token.
	errNothing = endpoint.NewError(endpoint.Unsupported, "HTTP_ERROR", "")
)
