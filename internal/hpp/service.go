package hpp

import (
	"context"
	"log/slog"
	"net/url"
	"time"
)

// Service is the core's use cases, one file each. All fields are required.
type Service struct {
	Store     Store
	Providers Providers
	Links     Links
	// Now is the clock; NewID and NewSeed are sources of unguessable values.
	Now     func() time.Time
	NewID   func() string
	NewSeed func() []byte
	// Freeze renders the callback of an event, byte for byte as it will be
	// sent on every try.
	Freeze func(Session, Event) ([]byte, error)
	// CallbackAllowed judges a status_update address beyond its form.
	CallbackAllowed func(*url.URL) error
	// Wake tells the job runner that something is due.
	Wake func()
	// Observe is told of every event after its commit, for metrics.
	Observe func(Event)
	Log     *slog.Logger
}

// Creation is a request for a session, as the merchant sent it: enums in any
// case, nothing checked (hpp.md §1.1).
type Creation struct {
	PaymentSessionURL string
	ProfileID         string
	URLs              MerchantURLs
	BackgroundImages  []Image
	LogoURL           string
	PageTitle         string
	Category          string
	Categories        []string
	Fallback          bool
	PlaceOrderMode    string
	PurchaseType      string
	SubtotalDetail    string
}

// Sessions are the merchant's acts, as the REST API needs them. Service
// implements it.
type Sessions interface {
	Create(ctx context.Context, m Merchant, c Creation, claim Claim) (Session, error)
	Read(ctx context.Context, m Merchant, id SessionID) (Session, error)
	Disable(ctx context.Context, m Merchant, id SessionID) error
}
