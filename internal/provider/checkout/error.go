package checkout

import (
	"errors"
	"strings"

	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
)

// Errors of the Checkout API (docs/spec/provider.md B.5). The code of an unknown order
// is published nowhere; it is Order Management's.
var errReadOnly = endpoint.NewError(endpoint.Forbidden, "READ_ONLY_ORDER", "Resource is read-only")

// errChanged means that the order changed while the merchant was asked, again
// and again.
var errChanged = endpoint.NewError(endpoint.Conflict, "CONFLICT", "The order changed meanwhile")

// errLapsed means that the authorization was over before the order was placed.
var errLapsed = endpoint.NewError(endpoint.Conflict, "AUTHORIZATION_EXPIRED", "The authorization is over: no order can be placed")

func noOrder(id string) *endpoint.Error {
	return endpoint.NewError(endpoint.Missing, "NO_SUCH_ORDER", "Order "+id+" cannot be found")
}

// badValue names faulty members as this API does: without the way to them and
// each once. What would be right is told with the way.
func badValue(err error) error {
	fault, ok := errors.AsType[*jsonfields.Fault](err)
	if !ok {
		return err
	}
	last := func(field string) string { return field[strings.LastIndexByte(field, '.')+1:] }
	return endpoint.Named(endpoint.NewError(endpoint.Invalid, "BAD_VALUE", fault.Describe(last)), fault)
}
