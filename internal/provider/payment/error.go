package payment

import (
	"strings"

	"github.com/openhpp/openhpp/internal/provider/endpoint"
)

// Errors of the Payments API (docs/spec/provider.md A.9).
var (
	ErrNoSession = endpoint.NewError(endpoint.Missing, "NOT_FOUND", "Invalid session id")
	ErrCompleted = endpoint.NewError(endpoint.Missing, "SESSION_COMPLETED", "Session has already been completed")
	ErrNoToken   = endpoint.NewError(endpoint.Missing, "NOT_FOUND", "Invalid authorization token")
	errUsedToken = endpoint.NewError(endpoint.Missing, "NOT_FOUND", "Authorization cannot be deleted")
	errConsumed  = endpoint.NewError(endpoint.Forbidden, "INVALID_OPERATION", "Authorization token already consumed")
	errNoOrder   = endpoint.NewError(endpoint.Forbidden, "INVALID_OPERATION", "Not allowed to create order for intent tokenize")
	errOtherBody = endpoint.NewError(endpoint.Conflict, "BAD_VALUE", "The order has been already completed with different request body")
)

func notMatching(fields, reasons []string) error {
	message := "Not matching fields: [" + strings.Join(fields, ", ") + "]"
	if len(reasons) > 0 {
		message += "; " + strings.Join(reasons, "; ")
	}
	return endpoint.NewError(endpoint.Conflict, "BAD_VALUE", message)
}
