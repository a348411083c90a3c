package view

import "github.com/openhpp/openhpp/internal/hpp"

// successKeys are the message keys of one kind of success.
type successKeys struct{ title, what, money, next, onward string }

// successKeysOf are the keys for how far the purchase has come: an authorization, an
// order, a captured order, or a payment that was completed elsewhere
// (docs/spec/hpp.md §5).
func successKeysOf(s hpp.Session) successKeys {
	switch {
	case s.Result.CompletedElsewhere:
		return successKeys{"elsewhere.title", "elsewhere.what", "elsewhere.money", "elsewhere.next", "elsewhere.onward"}
	case s.Result.OrderID == "":
		return successKeys{"approved.title", "approved.what", "approved.money", "approved.next", "approved.onward"}
	case s.Options.PlaceOrderMode == hpp.CaptureOrder && !s.Result.CaptureFailed:
		return successKeys{"paid.title", "paid.what", "paid.money", "paid.next", "paid.onward"}
	}
	return successKeys{"ordered.title", "ordered.what", "ordered.money", "ordered.next", "ordered.onward"}
}
