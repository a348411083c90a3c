package hpp

import (
	"context"
	"slices"
	"strings"
)

// PaymentKind tells the two kinds of payment session apart.
type PaymentKind string

// The kinds, named after the APIs that make them.
const (
	KindPayments PaymentKind = "payments"
	KindCheckout PaymentKind = "checkout"
)

// PaymentRef names a payment session: a provider by its host and the session
// by kind and id (docs/spec/decisions.md §2).
type PaymentRef struct {
	Provider string // the provider's name in the registry, "builtin" for ours
	Kind     PaymentKind
	ID       string
}

// Provider is a payment provider: what every one of them does. How a payer
// authorizes is a ServerAuthorizer's or a PayerAuthorizer's part; each provider
// is one of the two. Every method may be called again with the same key and then
// answers as the first time. A *Refusal says that the provider definitely said
// no; any other error leaves the outcome unknown.
type Provider interface {
	// Read answers ErrNotFound for unknown, expired and foreign sessions.
	Read(ctx context.Context, merchant MerchantID, ref PaymentRef) (PaymentSession, error)
	// PlaceOrder turns an authorization into an order. body is the
	// PaymentOutcome.OrderBody that was stored with the token: a repeat sends the
	// same bytes. A provider that knows the purchase itself takes none.
	PlaceOrder(ctx context.Context, merchant MerchantID, ref PaymentRef, token string, body []byte) (Order, error)
	// Capture takes the whole amount, in minor units, of an order.
	Capture(ctx context.Context, merchant MerchantID, ref PaymentRef, orderID string, amount int64, key string) error
	// Release gives back an authorization that no order will use. One that is not
	// there needs no release.
	Release(ctx context.Context, merchant MerchantID, ref PaymentRef, token string) error
}

// ServerAuthorizer is a provider that servers ask for a payer's authorization.
type ServerAuthorizer interface {
	Provider
	// Authorize asks for the payer's authorization or goes on with it.
	Authorize(ctx context.Context, merchant MerchantID, ref PaymentRef, req Authorization) (Verdict, error)
	// Revise tells what the payer typed and chose of a Checkout order, before
	// paying: its merchant may change the purchase for it. The same again
	// changes nothing.
	Revise(ctx context.Context, merchant MerchantID, ref PaymentRef, choice Choice) (RevisedOrder, error)
}

// Authorization is one attempt to pay.
type Authorization struct {
	Key      string // the attempt's id: the same key is the same attempt
	Category Category
	Payer    Payer
	Code     string // the one-time code, when one was asked for
	Amount   int64  // minor units the payer agreed to
	Currency string
}

// Choice is what a payer typed and chose on the page of a Checkout order.
type Choice struct {
	Payer    Payer
	Delivery string // an id among PaymentSession.Deliveries; empty: as it is
	// DeliveryOnly leaves Payer out of it.
	DeliveryOnly bool
}

// RevisedOrder is a Checkout order after its merchant had its say.
type RevisedOrder struct {
	Payment          PaymentSession
	Fields           []string // form fields to correct; Payment is then not set
	Refused          bool     // the merchant does not sell like this; Payment is then not set
	MerchantMessage  string   // with Refused: the merchant's words for the payer; may be empty
	MerchantRedirect string   // with Refused: where the merchant sends the payer instead; may be empty
}

// VerdictKind is the provider's answer to an authorization.
type VerdictKind string

// The verdicts.
const (
	Approved   VerdictKind = "approved"
	Declined   VerdictKind = "declined"
	Challenged VerdictKind = "challenged" // the payer must type a one-time code
	Incorrect  VerdictKind = "incorrect"  // details can be corrected
)

// Verdict is an answer to an authorization.
type Verdict struct {
	Kind             VerdictKind
	Token            string   // with Approved: single use, 60 minutes
	Reason           string   // with Declined: the provider's word, such as "under_age"
	WrongCode        bool     // with Challenged: the last code was wrong
	CodeTo           CodeTo   // with Challenged: where the code went
	Withdrawn        bool     // with Declined: the category cannot be offered again
	Fields           []string // with Incorrect: form field names
	MerchantMessage  string   // with Incorrect: the merchant's words for the payer
	MerchantRedirect string   // with Incorrect: where the merchant sends the payer instead
	Order            Order    // with Approved, of a Checkout order: placed already, and no token
}

// CodeTo says which payer contact a one-time code was sent to; empty: the
// provider does not tell.
type CodeTo string

// The contacts, of those that the payer typed.
const (
	CodeToPhone CodeTo = "phone"
	CodeToEmail CodeTo = "email"
)

// Order is an order placed at the provider.
type Order struct {
	ID        string
	Reference string // short, for people: klarna_reference
	Pending   bool   // the provider still weighs fraud
}

// Refusal is a definite no: asking again changes nothing.
type Refusal struct {
	Code    string // the provider's error_code
	Message string
	// Request says that the provider could not use what it was asked; Fields are
	// the members it named, in the dotted form of its API.
	Request bool
	Fields  []string
}

// payerFields are the members of a request that the payer typed.
var payerFields = []string{
	"email", "phone", "given_name", "family_name", "date_of_birth",
	"street_address", "street_address2", "postal_code", "city", "region", "country",
}

// correctable reports a complaint about the payer's form: members of it, or
// none by name. The payer can correct them, so the attempt has not failed.
func (r *Refusal) correctable() bool {
	return r.Request && !slices.ContainsFunc(r.Fields, func(field string) bool {
		return !slices.Contains(payerFields, field[strings.LastIndexByte(field, '.')+1:])
	})
}

func (r *Refusal) Error() string { return "provider refused: " + r.Code + " " + r.Message }

// Providers finds the provider that a payment_session_url names.
type Providers interface {
	// ByHost answers the name and provider that serve a host.
	ByHost(host string) (name string, p Provider, ok bool)
	// ByName answers the provider stored in a PaymentRef.
	ByName(name string) (Provider, bool)
	// Hosts lists the hosts served here, for error messages.
	Hosts() []string
}
