package checkout

import (
	"context"
	"time"

	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/payer"
)

// Store keeps Checkout orders under the rules of order.Store.
type Store interface {
	InsertCheckout(ctx context.Context, o Order, answer endpoint.Answer, key endpoint.IdempotencyKey) (endpoint.Answer, error)
	Checkout(ctx context.Context, merchant hpp.MerchantID, id string) (Order, error)
	// CheckoutOf answers an order for a browser, which is nobody's merchant;
	// its caller must know that the browser may ask.
	CheckoutOf(ctx context.Context, id string) (Order, error)
	UpdateCheckout(ctx context.Context, merchant hpp.MerchantID, id string, key endpoint.IdempotencyKey,
		change func(*Order) (endpoint.Answer, error)) (endpoint.Answer, error)
	// AttemptCheckout saves an order, the attempt of this key at it and what
	// comes of it when change completes it; a key that is new has an Attempt
	// without a State.
	AttemptCheckout(ctx context.Context, merchant hpp.MerchantID, id, key string,
		change func(*Order, *payer.Attempt) (*Completion, error)) (payer.Attempt, error)
}

// Timeouts is how long a merchant's server has to answer (docs/spec/provider.md B.6).
type Timeouts struct {
	Change             time.Duration // address_update, country_change, shipping_option_update
	Validation         time.Duration // validation, where silence means yes
	RequiredValidation time.Duration // validation, where silence means no
}

// Published are the timeouts of the published API; that of the changes is ours,
// since none is.
var Published = Timeouts{Change: 10 * time.Second, Validation: 3 * time.Second, RequiredValidation: 10 * time.Second}

// PageRequest is what a hosted page for an order is made of.
type PageRequest struct {
	Merchant     hpp.MerchantID
	Shop         string
	OrderID      string
	OrderURL     string // its API address
	Confirmation string // where a browser goes after the payment, filled in
	Back         string // where one goes that turns back, filled in
}

// Service is the use cases of the Checkout API, one file each. All fields are
// required but those that say what their zero value means.
type Service struct {
	// Callable judges where merchants' servers may be called; nil: anywhere.
	Callable jsonfields.Callable
	Store    Store
	// Acquirer decides about money.
	Acquirer acquirer.Acquirer
	Client   egress.Sender
	// OpenPage makes the hosted page of an order or finds it, and answers its
	// address.
	OpenPage func(ctx context.Context, v PageRequest) (string, error)
	// Secret signs the links in html_snippet.
	Secret []byte
	// SnippetScript is the address of the script that html_snippet loads; empty:
	// the snippet is a link.
	SnippetScript string
	// PublicURL is the base of addresses for browsers, APIURL of those for
	// merchants' servers; neither ends in a slash.
	PublicURL string
	APIURL    string
	Timeouts  Timeouts
	Now       func() time.Time
	NewID     func() string   // unguessable
	Wake      func(...string) // tells the job runner that jobs of these kinds are due
}

// now is UTC in the precision that is stored.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }
