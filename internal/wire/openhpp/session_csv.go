package openhppwire

import (
	"strconv"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// SessionColumns are those of a file of sessions. They are published (docs/csv.md):
// none is ever renamed, moved or dropped, and new ones come last.
var SessionColumns = []string{
	"session_id", "status", "expired", "created_at", "updated_at", "expires_at", "amount", "currency", "country", "locale", "channel", "reference",
	"payment_session_url", "profile_id", "place_order_mode", "method", "tries", "order_id", "klarna_reference", "reason", "elsewhere",
	"deliveries_waiting", "deliveries_delivered", "deliveries_given_up", "distributions_sent", "distributions_bounced", "distributions_opened",
}

// SessionRow are a session's cells, in the order of SessionColumns.
func SessionRow(s hpp.ListedSession) []string {
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	return []string{
		string(s.ID), string(s.Status), strconv.FormatBool(s.Expired), cellTime(s.CreatedAt), cellTime(s.UpdatedAt), cellTime(s.ExpiresAt),
		number(s.Purchase.Amount), s.Purchase.Currency, s.Purchase.Country, s.Purchase.Locale, string(s.Channel), s.Reference,
		s.PaymentURL, s.Profile, string(s.Options.PlaceOrderMode), string(s.Chosen), strconv.Itoa(s.AttemptCount), s.Result.OrderID, s.Result.Reference, s.Result.Reason,
		strconv.FormatBool(s.Result.CompletedElsewhere), number(s.Deliveries.Waiting), number(s.Deliveries.Delivered), number(s.Deliveries.GivenUp),
		number(s.Distributions.Sent), number(s.Distributions.Bounced), number(s.Distributions.Opened),
	}
}

func cellTime(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }
