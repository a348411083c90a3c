package hpp

import (
	"context"
	"log/slog"
	"net/url"
	"time"
)

// Service is the core's use cases, one file each. All fields are required.
type Service struct {
	Store         Store
	Distributions DistributionStore
	Accesses      AccessStore
	Profiles      ProfileStore
	Providers     Providers
	Links         Links
	Contacts      Contacts
	// Messengers send messages; a method without one is refused at the try.
	Messengers map[DistributionMethod]Messenger
	Limits     MessageLimits
	// Selling reports whether a merchant takes payments. One that does not has no
	// messages sent and none of its pages pays, whatever link or queued job leads
	// there.
	Selling func(context.Context, MerchantID) (bool, error)
	// Now is the clock; NewID and NewSeed are sources of unguessable values.
	Now     func() time.Time
	NewID   func() string
	NewSeed func() []byte
	// Freeze renders the callback of an event, byte for byte as it will be
	// sent on every try.
	Freeze func(Session, Event) ([]byte, error)
	// CallbackAllowed judges a status_update address beyond its form.
	CallbackAllowed func(*url.URL) error
	// Wake tells the job runner that jobs of these kinds are due.
	Wake func(...JobKind)
	// Observe is told of every event after its commit, for metrics.
	Observe func(Event)
	// ObserveFailure is told of every try that did not pay, after its commit.
	ObserveFailure func(AttemptFailure)
	Log            *slog.Logger
}

// SessionRequest is a request for a session, as the merchant sent it: enums in any
// case, nothing checked (hpp.md §1.1).
type SessionRequest struct {
	PaymentSessionURL string
	ProfileID         string
	URLs              MerchantURLs
	RequestedOptions
}

// Sessions are the merchant's acts, as the REST API needs them. Service
// implements it.
type Sessions interface {
	Create(ctx context.Context, m Merchant, c SessionRequest, claim IdempotencyKey) (Session, error)
	Read(ctx context.Context, m Merchant, id SessionID) (Session, error)
	Disable(ctx context.Context, m Merchant, id SessionID) error
	Distribute(ctx context.Context, m Merchant, id SessionID, r DistributionRequest, claim IdempotencyKey) error
	// NewModule answers a session for which a token of the distribution module
	// may be made.
	NewModule(ctx context.Context, m Merchant, id SessionID) (Session, error)
	// Reopen lets payers try again after too many attempts have failed.
	Reopen(ctx context.Context, m Merchant, id SessionID) (Session, error)
	// Inspect is Read also after the session's end.
	Inspect(ctx context.Context, m Merchant, id SessionID) (Session, error)
	// FindByReference lists the sessions that payers know by a reference, the
	// newest first.
	FindByReference(ctx context.Context, m Merchant, reference string) ([]Session, error)
	// Report lists a session's distributions, also after its end.
	Report(ctx context.Context, m Merchant, id SessionID) ([]Distribution, error)
}
