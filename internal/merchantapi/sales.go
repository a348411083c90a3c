package merchantapi

import (
	"context"
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

// Selling answers whether a merchant may take new payments.
type Selling func(context.Context, hpp.MerchantID) (bool, error)

// closed is what merchants read that may not sell.
const closed = "This merchant is disabled and sells nothing: no sessions, orders or charges. " +
	"Captures, refunds and reading still work. The operator can enable it again"

// whileSelling lets only merchants through who may sell; others get a 403.
// A nil selling lets everybody through.
func whileSelling(selling Selling, next Handler) Handler {
	if selling == nil {
		return next
	}
	return func(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
		open, err := selling(r.Context(), m.ID())
		switch {
		case err != nil:
			web.Fail(w, r, err)
		case !open:
			web.WriteError(w, r, http.StatusForbidden, "NOT_ALLOWED", closed)
		default:
			next(w, r, m)
		}
	}
}
