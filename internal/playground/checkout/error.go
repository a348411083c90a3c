package checkout

import (
	"errors"
	"strings"

	"github.com/openhpp/openhpp/internal/playground/exchange"
	"github.com/openhpp/openhpp/internal/playground/member"
)

// Errors of the Checkout API (provider.md B.5). The code of an unknown order
// is published nowhere; it is Order Management's.
var errReadOnly = exchange.Refuse(exchange.Forbidden, "READ_ONLY_ORDER", "Resource is read-only")

// errChanged means that the order changed while the merchant was asked, again
// and again.
var errChanged = exchange.Refuse(exchange.Conflict, "CONFLICT", "The order changed meanwhile")

func noOrder(id string) *exchange.Error {
	return exchange.Refuse(exchange.Missing, "NO_SUCH_ORDER", "Order "+id+" cannot be found")
}

// badValue names faulty members as this API does: without the way to them and
// each once. What would be right is told with the way.
func badValue(err error) error {
	fault, ok := errors.AsType[*member.Fault](err)
	if !ok {
		return err
	}
	last := func(field string) string { return field[strings.LastIndexByte(field, '.')+1:] }
	return exchange.Refuse(exchange.Invalid, "BAD_VALUE", fault.Describe(last))
}
