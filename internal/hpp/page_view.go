package hpp

import (
	"cmp"
	"context"
	"time"
)

// PageState is the one thing the page shows now.
type PageState string

// The steps. StepPay holds the choice of method and the payer's details.
const (
	PagePay       PageState = "pay"
	PageChallenge PageState = "challenge"
	PageChecking  PageState = "checking"
	PageCompleted PageState = "completed"
	PageFailed    PageState = "failed"
	PageError     PageState = "error"
	PageCancelled PageState = "cancelled"
	PageDisabled  PageState = "disabled"
	PageExpired   PageState = "expired"
)

// ExitMode is the page's one way out besides paying (docs/spec/decisions.md §3).
type ExitMode string

// The exits. ExitBack keeps the session open; ExitCancel asks once and ends it.
const (
	ExitBack   ExitMode = "back"
	ExitCancel ExitMode = "cancel"
)

// PageView is everything a page needs to show a session to its payer.
type PageView struct {
	Session  Session
	State    PageState
	Purchase Purchase // current at the provider, or as last known
	Revision string   // of Purchase; a payment must name it
	Methods  []Method // that may be chosen now, in the provider's order
	Selected Category // to preselect: the last choice, or after a decline another
	Payer    Payer    // to prefill; never what another browser typed
	// Deliveries are the ways to ship, of a Checkout order; Terms the address
	// of the merchant's terms, empty without.
	Deliveries []Delivery
	TermsURL   string
	Exit       ExitMode
	// RedirectURL is the merchant's address for the state, placeholders
	// replaced; empty when the page itself is the end. Nobody is taken there
	// from a page that expired or was disabled: it is where to ask.
	RedirectURL string
	// Renewal is what a page that has expired offers; RenewedLink the token of the
	// link that took its place, empty for none.
	Renewal     RenewalOffer
	RenewedLink string
	// Declined says that the last method was declined and others are offered
	// on the same page, without an end state between (options.payment_fallback).
	Declined bool
	// SalesClosed says that the state is PageDisabled since the merchant takes no
	// payments now, and not since this session was closed.
	SalesClosed bool
	// Locked says that only the merchant can let payers try again; Wait is how
	// long the next try has to wait.
	Locked     bool
	RetryAfter time.Duration
	// SameBrowser says that this browser typed what the last attempt was made with.
	SameBrowser bool
	// SharedToken is the token of the link that a picture of this page leads to.
	SharedToken string
	// PayerActs says that the payer goes on at the provider: nothing is asked for
	// here but the method.
	PayerActs bool
	// StepToken opens the step on which the payer acts at the provider; empty:
	// nobody does. Another attempt may replace it.
	StepToken string
	// FormKey must come back with every form of this session.
	FormKey string
	// ChangeTag stands for what is shown: a Watch answers another one once the
	// page may show something else.
	ChangeTag string
	Now       time.Time

	opened *opened
}

// opened is what a view was made of. The acts that follow go on from it, so that
// one press of a button reads the session and its provider once. It holds what
// other browsers typed, so a view points to it: printing a view does not print it.
type opened struct {
	session Session         // as stored
	payment *PaymentSession // nil: the provider did not answer, or need not
	fresh   bool            // payment was read for this view, and not a moment ago
	shared  bool            // opened by a link that others may see
	by      Browser
}

// actedOnBy is the view once its browser got an id; empty: it keeps none.
func (v PageView) actedOnBy(browserID string) PageView {
	o := *v.opened
	o.by.ID = cmp.Or(browserID, o.by.ID)
	v.opened = &o
	return v
}

// PayForm is what a payer submits to pay.
type PayForm struct {
	Category Category
	Payer    Payer
	Revision string // of the purchase the payer saw
	Delivery string // of a Checkout order: the id of the way to ship
	// DeliveryOnly asks Revise for the total of Delivery while the rest of the
	// form may be half filled in.
	DeliveryOnly bool
	// BrowserID is what the payer's browser holds, to know it again. Empty: its
	// payer will be asked for everything again.
	BrowserID string
}

// Browser is what is known of the browser that opens a page.
type Browser struct {
	ID string // as PayForm.BrowserID; empty: nothing
	// Distribution is the number of the distribution whose link led here; 0: none.
	Distribution int64
}

// Payments are the payer's acts, as the page needs them. Each takes the view
// that Open answered for the same request and answers the view as it stands
// afterwards, also beside an error. SessionService implements it.
type Payments interface {
	// Open answers what to show now to a browser, ErrNotFound for a link that
	// opens nothing. It changes nothing: mail scanners and link previews open
	// pages too.
	Open(ctx context.Context, link string, by Browser) (PageView, error)
	// Watch follows what the page at a link shows, ErrNotFound for a link that
	// opens nothing.
	Watch(ctx context.Context, link string) (Watch, error)
	// Enter records the payer's first act.
	Enter(ctx context.Context, view PageView) error
	// Pay starts an authorization: ErrBusy, ErrClosed, ErrChanged, ErrLocked,
	// CodeTooMany with RetryAfter while the next attempt has to wait, or a
	// *FormError. A decline is no error: it is what the view shows next.
	Pay(ctx context.Context, view PageView, form PayForm) (PageView, error)
	// Revise tells a Checkout order's merchant what was typed and chosen,
	// without paying: ErrBusy, ErrClosed, or a *FormError. Of other payments it
	// does nothing.
	Revise(ctx context.Context, view PageView, form PayForm) (PageView, error)
	// Confirm hands in the one-time code: ErrNoChallenge, ErrBusy, ErrClosed.
	Confirm(ctx context.Context, view PageView, code string) (PageView, error)
	// Retry goes from a decline or a fault back to paying, or from a
	// challenge back to the choice of method.
	Retry(ctx context.Context, view PageView) (PageView, error)
	// GoBack leaves for the merchant and keeps the session open; the view's
	// RedirectURL is where. ErrBusy or ErrClosed when it is too late.
	GoBack(ctx context.Context, view PageView) (PageView, error)
	// CancelPayment ends the session finally.
	CancelPayment(ctx context.Context, view PageView) (PageView, error)
	// RequestRenewal asks for a new link in place of one that has expired: the
	// view then says that the merchant was told, or which link it is.
	RequestRenewal(ctx context.Context, view PageView) (PageView, error)
	// QR answers the token of the shared link behind a QR token.
	QR(ctx context.Context, token string) (string, error)
}
