package retention

import "time"

// Kind names rows that have a time of their own. What belongs to a row goes
// with it.
type Kind string

// The kinds, each with what its time counts from.
const (
	// Sessions are hosted payment pages, from their expires_at on. One with a
	// job to be done, or an attempt whose outcome is unknown, is held.
	Sessions Kind = "sessions"
	// Orders are the built-in provider's, from the end of their captures on,
	// each with the payment session or Checkout order that it came from.
	Orders Kind = "orders"
	// Payments are payment sessions, and Checkouts Checkout orders, from their
	// expires_at on. One that became an order is held: it goes with that.
	Payments  Kind = "payments"
	Checkouts Kind = "checkouts"
	// Keys and Answers are idempotency keys of hosted sessions and of the
	// built-in provider, from their first use on.
	Keys    Kind = "keys"
	Answers Kind = "answers"
	// Messages are the playground inbox's, from when they were kept on.
	Messages Kind = "messages"
	// Codes are those that phones show, from their expires_at on.
	Codes Kind = "codes"
	// Quotas are counts of a day's messages, from the end of their day on.
	Quotas Kind = "quotas"
)

// Rule says how long a kind is kept.
type Rule struct {
	Kind Kind
	Keep time.Duration
}
