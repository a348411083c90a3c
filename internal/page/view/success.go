package view

import "github.com/openhpp/openhpp/internal/hpp"

// words are the message keys of one kind of success.
type words struct{ title, what, money, next, onward string }

// success tells apart how far the purchase has come: an authorization the shop
// still acts on, an order, an order that is paid, or somebody else's payment
// (hpp.md §5).
func success(s hpp.Session) words {
	switch {
	case s.Result.CompletedElsewhere:
		return words{"elsewhere.title", "elsewhere.what", "elsewhere.money", "elsewhere.next", "elsewhere.onward"}
	case s.Result.OrderID == "":
		return words{"approved.title", "approved.what", "approved.money", "approved.next", "approved.onward"}
	case s.Options.PlaceOrderMode == hpp.CaptureOrder && !s.Result.CaptureFailed:
		return words{"paid.title", "paid.what", "paid.money", "paid.next", "paid.onward"}
	}
	return words{"ordered.title", "ordered.what", "ordered.money", "ordered.next", "ordered.onward"}
}
