package order

import (
	"errors"

	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

// forbid makes an error about an order's state. The published words are cited
// from docs/spec/provider.md C.5; those of ours follow their pattern.
func forbid(code, message string) *endpoint.Error {
	return endpoint.NewError(endpoint.Forbidden, code, message)
}

// Errors of captures and refunds.
var (
	errCaptureOfNothing = endpoint.NewError(endpoint.Unprocessable, "UNPROCESSABLE_ENTITY", "The captured_amount value must be an integer between 1 and "+decimal(purchase.MaxAmount)+" (captured_amount is 0; only an order of 0 is captured by 0)")
	errNothingCaptured  = forbid("REFUND_NOT_ALLOWED", "Order has no captures. Refund not possible")
	errOrderID          = endpoint.NewError(endpoint.Invalid, "INVALID_ORDER_ID", "Order ID must be a valid UUID.")
	errNoCapture        = endpoint.NewError(endpoint.Missing, "NO_SUCH_CAPTURE", "Capture could not be found.")
)

func captureNotAllowed(why string) *endpoint.Error {
	return forbid("CAPTURE_NOT_ALLOWED", "Capture not allowed ("+why+")")
}

func overCapture(left int64) *endpoint.Error {
	return forbid("CAPTURE_NOT_ALLOWED", "Captured amount is higher than the remaining authorized amount. Capture not possible."+atMost("captured_amount", left))
}

func overRefund(left int64) *endpoint.Error {
	return forbid("REFUND_NOT_ALLOWED", "Over refund is not allowed. Refund not possible."+atMost("refunded_amount", left))
}

func refundDeclined(reason string) *endpoint.Error {
	return forbid("REFUND_NOT_ALLOWED", "Refund not possible (the acquirer declined it: "+reason+")")
}

func atMost(name string, amount int64) string {
	return " (" + name + " must be at most " + decimal(amount) + ")"
}

// noUpdate refuses a new total, with the reason.
func noUpdate(why string) *endpoint.Error { return notAllowed("Update not allowed. (" + why + ")") }

func orderExpired(id string) *endpoint.Error {
	return forbid("CAPTURE_NOT_ALLOWED", "Order "+id+" is expired. Capture not possible.")
}

func notAllowed(message string) *endpoint.Error { return forbid("NOT_ALLOWED", message) }

func noOrder(id, tail string) *endpoint.Error {
	return endpoint.NewError(endpoint.Missing, "NO_SUCH_ORDER", "Order "+id+" cannot be found"+tail)
}

func noCapture(tail string) *endpoint.Error {
	return endpoint.NewError(endpoint.Missing, "NO_SUCH_CAPTURE", "Capture could not be found."+tail)
}

func noRefund(id, orderID string) *endpoint.Error {
	return endpoint.NewError(endpoint.Missing, "NOT_FOUND", "Refund "+id+" cannot be found for order "+orderID)
}

// unprocessable turns a broken limit into an error.
func unprocessable(err error) error {
	if limit, ok := errors.AsType[*Limit](err); ok {
		return endpoint.NewError(endpoint.Unprocessable, "UNPROCESSABLE_ENTITY", limit.Messages...)
	}
	return err
}
