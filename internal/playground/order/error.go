package order

import (
	"errors"

	"github.com/openhpp/openhpp/internal/playground/exchange"
)

// Errors of the Order Management API.
var (
	errCaptureNotAllowed = exchange.Refuse(exchange.Forbidden, "CAPTURE_NOT_ALLOWED", "Capture not allowed")
	errOverCapture       = exchange.Refuse(exchange.Forbidden, "CAPTURE_NOT_ALLOWED",
		"Captured amount is higher than the remaining authorized amount. Capture not possible.")
	errNoCapture = exchange.Refuse(exchange.Missing, "NO_SUCH_CAPTURE", "Capture could not be found.")
)

func orderExpired(id string) error {
	return exchange.Refuse(exchange.Forbidden, "CAPTURE_NOT_ALLOWED", "Order "+id+" is expired. Capture not possible.")
}

func noOrder(id string) *exchange.Error {
	return exchange.Refuse(exchange.Missing, "NO_SUCH_ORDER", "Order "+id+" cannot be found")
}

// unprocessable turns a broken limit into an error.
func unprocessable(err error) error {
	if limit, ok := errors.AsType[*Limit](err); ok {
		return exchange.Refuse(exchange.Unprocessable, "UNPROCESSABLE_ENTITY", limit.Messages...)
	}
	return err
}
