package hpp

import "context"

// PayerAuthorizer is a provider at which the payer acts: by its own script on one
// step of the page, or at an address of its own (docs/spec/decisions.md §10).
// No server can ask it for an authorization; what became of one is read.
type PayerAuthorizer interface {
	Provider
	// Actions are what a merchant's payers can be asked to do, the preferred
	// first; at least one.
	Actions(merchant MerchantID, ref PaymentRef) []ActionKind
	// PrepareAction answers what the payer of an attempt has to do. It changes
	// nothing that a repeat would make twice: the same attempt has the same
	// action, though its browser token may be a new one. ErrNotFound when the
	// payment session is over.
	PrepareAction(ctx context.Context, merchant MerchantID, ref PaymentRef, req ActionRequest) (PayerAction, error)
	// Outcome reads what became of what payers did. remote is the
	// PayerAction.Remote of the attempt that is asked for, empty for none.
	// ErrNotFound when the payment session is over.
	Outcome(ctx context.Context, merchant MerchantID, ref PaymentRef, remote string) (PaymentOutcome, error)
	// EndAction tells the provider that a payer has nothing to do there any more
	// and that no order came of it: what PrepareAction changed is put back. It may
	// be called again, and where nothing was changed.
	EndAction(ctx context.Context, merchant MerchantID, ref PaymentRef, end ActionEnd) error
}

// ActionEnd says how a payer's action ended.
type ActionEnd struct {
	// ReturnURL is the ActionRequest.ReturnURL of an action of this server's.
	ReturnURL string
	// Cancelled says that the payer wants the purchase no more, and no other page
	// of it is open: the payment session may be ended.
	Cancelled bool
}

// ActionKind is what a payer has to do to authorize.
type ActionKind string

// The kinds.
const (
	ActionScript   ActionKind = "script"   // use what the provider's script shows
	ActionRedirect ActionKind = "redirect" // go to an address, and come back
)

// ActionRequest asks for a payer's action.
type ActionRequest struct {
	Key      string // the attempt's id: the same key is the same action
	Kind     ActionKind
	Category Category
	// ReturnURL is where the provider sends the payer's browser when it is done.
	// It has no query; the provider may add one of its own, and should add
	// "result" with one of the Return words where it knows how it went.
	ReturnURL string
	// CallbackURL is where the provider's server may POST an authorization, and
	// HintURL where it may tell that something changed. Both open nothing by
	// themselves.
	CallbackURL string
	HintURL     string
}

// The values of the query member "result" of a ReturnURL. Each is a hint:
// Outcome decides.
const (
	ReturnDone   = "done"
	ReturnBack   = "back"
	ReturnFailed = "failed"
)

// PayerAction is what the payer has to do: one of Script and RedirectURL is set.
// Neither is where the payer cannot act by script now, and may by a redirect.
type PayerAction struct {
	Script *ProviderScript
	// RedirectURL is where the payer's browser goes.
	RedirectURL string
	// Purchase is as it is now, where preparing the action read it.
	Purchase Purchase
	// Remote names what the provider made for this action; it is stored with the
	// attempt and comes back to Outcome. Empty: nothing was made.
	Remote string
}

// ProviderScript is a provider's script on a step of the page. One of
// ClientToken and Snippet is set.
type ProviderScript struct {
	// Address of a script that defines Klarna.Payments, and the token that opens
	// this payment session to it.
	Address     string
	ClientToken string
	// Snippet is the markup of a Checkout order: a container and one script.
	Snippet string
	// Origins are those that the script, its frames and its calls come from, as
	// they stand in a Content-Security-Policy; they may begin with a wildcard.
	Origins []string
	// InlineStyles says that the script writes styles into its elements.
	InlineStyles bool
}

// OutcomeKind is what a payer's action came to.
type OutcomeKind string

// The kinds. OutcomeNone is "not yet", never "no".
const (
	OutcomeNone     OutcomeKind = "none"
	OutcomeToken    OutcomeKind = "token"    // authorized, not placed
	OutcomeComplete OutcomeKind = "complete" // an order stands
)

// PaymentOutcome is what a provider's payment session shows of payers' actions.
type PaymentOutcome struct {
	Kind  OutcomeKind
	Token string // with OutcomeToken: the newest authorization, single use
	// OrderBody is what PlaceOrder sends for Purchase; it is stored with the
	// token and never made anew. Empty where payers place the order themselves.
	OrderBody []byte
	// Purchase is as it is now. It is set as OrderBody is, also with OutcomeNone: a
	// provider may show an authorization later than the payer's browser brings it.
	Purchase Purchase
	// Order is set with OutcomeComplete where the provider names it.
	Order Order
}
