package hpp

import (
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

// ExitMode is the page's one way out besides paying (decisions.md §3).
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
	// RedirectURL is the merchant's address for the step, placeholders
	// replaced; empty when the page itself is the end. Nobody is taken there
	// from a page that expired or was disabled: it is where to ask.
	RedirectURL string
	// Declined says that the last method was declined and others are offered
	// on the same page, without an end state between (options.payment_fallback).
	Declined bool
	// SalesClosed says that the step is ShowDisabled since the merchant takes no
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
	// FormKey must come back with every form of this session.
	FormKey string
	// ChangeTag stands for what is shown: Peek answers another one once a new visit
	// may show something else.
	ChangeTag string
	Now       time.Time
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
	// payer will be asked for everything anew.
	BrowserID string
}

// Browser is what is known of whoever looks at a page.
type Browser struct {
	ID string // as PayForm.Browser; empty: nothing
	// Distribution is the number of the distribution whose link led here; 0: none.
	Distribution int64
}

// Payments are the payer's acts, as the page needs them. All take the token
// of the payer's link and answer ErrNotFound for one that opens nothing.
// Service implements it.
type Payments interface {
	// Open answers what to show now to a browser. It changes nothing: mail
	// scanners and link previews open pages too.
	Open(ctx context.Context, link string, by Browser) (PageView, error)
	// Peek answers the session's Mark now, for one small read of the store.
	Peek(ctx context.Context, link string) (string, error)
	// Arrive records that the payer acts on the page to which the session's nth
	// distribution led.
	Arrive(ctx context.Context, link string, number int64)
	// Enter records the payer's first act.
	Enter(ctx context.Context, link string) error
	// Pay starts an authorization: ErrBusy, ErrClosed, ErrChanged, ErrHeld,
	// CodeTooMany with RetryAfter while the next try has to wait, or an
	// *Error with the form fields to correct. A decline is no error: it is
	// what Open shows next.
	Pay(ctx context.Context, link string, form PayForm) error
	// Revise tells a Checkout order's merchant what was typed and chosen,
	// without paying: ErrBusy, ErrClosed, or an *Error with the form fields to
	// correct. Of other payments it does nothing.
	Revise(ctx context.Context, link string, form PayForm) error
	// Confirm hands in the one-time code: ErrNoChallenge, ErrBusy, ErrClosed.
	Confirm(ctx context.Context, link string, code string) error
	// Retry goes from a decline or a fault back to paying, or from a
	// challenge back to the choice of method.
	Retry(ctx context.Context, link string) error
	// GoBack leaves for the merchant and keeps the session open; it answers
	// the merchant's address. ErrBusy or ErrClosed when it is too late.
	GoBack(ctx context.Context, link string) (string, error)
	// CancelPayment ends the session for good.
	CancelPayment(ctx context.Context, link string) error
	// QR answers the token of the shared link behind a QR token.
	QR(ctx context.Context, token string) (string, error)
}
