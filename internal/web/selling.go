package web

import (
	"context"
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Selling answers whether a merchant may take new payments.
type Selling func(context.Context, hpp.MerchantID) (bool, error)

// closed is what merchants read that may not sell.
const closed = "This merchant is disabled and sells nothing: no sessions, orders or charges. " +
	"Captures, refunds and reading still work. The operator can enable it again"

// WhileSelling lets only merchants through who may sell; others get a 403.
// A nil selling lets everybody through.
func WhileSelling(
	selling Selling, next func(http.ResponseWriter, *http.Request, hpp.Merchant),
) func(http.ResponseWriter, *http.Request, hpp.Merchant) {
	if selling == nil {
		return next
	}
	return func(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
		open, err := selling(r.Context(), m.ID())
		switch {
		case err != nil:
			Fail(w, r, err)
		case !open:
			WriteError(w, r, http.StatusForbidden, codeNotAllowed, closed)
		default:
			next(w, r, m)
		}
	}
}
