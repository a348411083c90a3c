package payment

import (
	"strings"

	"github.com/openhpp/openhpp/internal/playground/exchange"
)

// Errors of the Payments API (provider.md A.9).
var (
	ErrNoSession = exchange.Refuse(exchange.Missing, "NOT_FOUND", "Invalid session id")
	ErrCompleted = exchange.Refuse(exchange.Missing, "SESSION_COMPLETED", "Session has already been completed")
	ErrNoToken   = exchange.Refuse(exchange.Missing, "NOT_FOUND", "Invalid authorization token")
	errUsedToken = exchange.Refuse(exchange.Missing, "NOT_FOUND", "Authorization cannot be deleted")
	errConsumed  = exchange.Refuse(exchange.Forbidden, "INVALID_OPERATION", "Authorization token already consumed")
	errNoOrder   = exchange.Refuse(exchange.Forbidden, "INVALID_OPERATION", "Not allowed to create order for intent tokenize")
	errOtherBody = exchange.Refuse(exchange.Conflict, "BAD_VALUE", "The order has been already completed with different request body")
)

func notMatching(fields, reasons []string) error {
	message := "Not matching fields: [" + strings.Join(fields, ", ") + "]"
	if len(reasons) > 0 {
		message += "; " + strings.Join(reasons, "; ")
	}
	return exchange.Refuse(exchange.Conflict, "BAD_VALUE", message)
}
