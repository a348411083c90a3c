package hpp

import (
	"context"
	"log/slog"
	"net/url"
	"time"
)

// SessionService makes, reads, pays and ends sessions: the use cases of
// merchants and payers, one file each. All fields are required; Check names
// those that are missing.
type SessionService struct {
	Store     Store
	Profiles  ProfileStore
	Providers Providers
	Links     Links
	Contacts  Contacts
	// Selling reports whether a merchant takes payments. One that does not has no
	// messages sent and none of its pages pays, whatever link or queued job leads
	// there.
	Selling func(context.Context, MerchantID) (bool, error)
	// SellingRecently may answer as it was half a second ago: for what pages show.
	SellingRecently func(context.Context, MerchantID) (bool, error)
	// Now is the clock; NewID and NewSeed are sources of unguessable values.
	Now     func() time.Time
	NewID   func() string
	NewSeed func() []byte
	// Freeze renders an event, byte for byte as it will be sent on every try
	// and read for as long as it is kept.
	Freeze func(Session, Event) (FrozenEvent, error)
	// SignResult signs what a payer brings to the merchant's shop.
	SignResult func(context.Context, PaidResult) (string, error)
	// CallbackAllowed judges a status_update address beyond its form.
	CallbackAllowed func(*url.URL) error
	// Wake tells the job runner that jobs of these kinds are due.
	Wake func(...JobKind)
	// PageReads are shared by all pages of this process.
	PageReads *PageReads
	// Changes tells open pages what was saved.
	Changes Changes
	// Observe gets every event after its commit, for metrics.
	Observe func(Event)
	// ObserveFailure gets every failed attempt to pay, after its commit.
	ObserveFailure func(AttemptFailure)
	Log            *slog.Logger
}

// Check reports an error that names every missing field.
func (s *SessionService) Check() error { return checkComplete(*s) }

// SessionRequest is a request for a session, as the merchant sent it: enums in
// any case, nothing checked (docs/spec/hpp.md §1.1).
type SessionRequest struct {
	PaymentSessionURL string
	ProfileID         string
	URLs              MerchantURLs
	// ExpiresIn ends the session sooner than its payment session would; 0: it does not.
	ExpiresIn time.Duration
	RequestedOptions
}

// Sessions are a merchant's acts on sessions, as the REST API needs them.
// SessionService implements it.
type Sessions interface {
	Create(ctx context.Context, m Merchant, r SessionRequest, key IdempotencyKey) (Session, error)
	Read(ctx context.Context, m Merchant, id SessionID) (Session, error)
	Disable(ctx context.Context, m Merchant, id SessionID) error
	// Reopen lets payers try again after too many attempts have failed.
	Reopen(ctx context.Context, m Merchant, id SessionID) (Session, error)
	// Renew makes the session that takes an expired one's place, on the payment
	// session at an address, or, without one, on the old one made anew. The old
	// links lead to it. CodeNotAllowed for a session that has not expired or is
	// closed, CodeConflict when another payment session took its place before.
	Renew(ctx context.Context, m Merchant, id SessionID, paymentURL string, key IdempotencyKey) (Session, error)
}
