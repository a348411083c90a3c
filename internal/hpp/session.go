package hpp

import "time"

// SessionID is the public, opaque name of a session. It opens nothing by
// itself (docs/spec/decisions.md §5).
type SessionID string

// Session is a hosted payment page and its life.
type Session struct {
	ID       SessionID
	Merchant MerchantID
	Shop     string // the merchant's name when the session was made
	Payment  PaymentRef
	Purchase Purchase // as last agreed to; the page shows the provider's current one
	Channel  Channel
	URLs     MerchantURLs
	Options  Options
	Theme    Theme
	// Reference is what the payer quotes: the merchant's own word, or a short
	// random one. Empty in sessions that were stored before there was one.
	Reference string
	// Profile is the merchant's own name for stored defaults.
	Profile string
	// SearchKeys are by what else its merchant finds the session: they are added,
	// never removed.
	SearchKeys []SearchKey

	Status     Status
	Version    int64 // counts saves; the store compares it
	EventCount int64 // number of events so far: the last one's sequence number
	// DistributionCount is the number of distributions so far: the last one's number.
	DistributionCount int64
	// ReceiptCount is how many of them are receipts.
	ReceiptCount int
	Expired      bool // the expiry job has closed it

	Attempt      *Attempt // the authorization under way, if any
	AttemptCount int      // attempts so far
	Payer        Payer    // what the payer typed last: for the provider, and for the browser that typed it
	// Declines and WrongCodes count what did not pay; WaitUntil is when the next
	// try is taken, UTC milliseconds, zero for at once.
	Declines   int
	WrongCodes int
	WaitUntil  time.Time
	// BrowserHash is the keyed hash of what that browser holds; empty: nobody typed.
	BrowserHash []byte
	// Recipients are whom messages with the link went to, the last ones.
	Recipients []Recipient
	// Chosen is the category of the last attempt.
	Chosen Category
	// Refused are the categories the provider declined or withdrew.
	Refused   []Category
	Withdrawn []Category
	// FellBack says that a decline opened the other categories.
	FellBack bool
	Result   Result
	Renewal  Renewal

	// Seed is the random root of the session's public links.
	Seed []byte

	CreatedAt time.Time // UTC, milliseconds, as are the two below
	UpdatedAt time.Time // last change of status
	ExpiresAt time.Time // last moment a payer can pay
}

// Result is what the session came to.
type Result struct {
	AuthorizationToken string
	OrderID            string
	Reference          string
	// Reason is the provider's word for the last decline, or the kind of fault.
	Reason string
	// CompletedElsewhere says that the payment was completed outside this session.
	CompletedElsewhere bool
	// CaptureFailed says that the order stands but was not captured.
	CaptureFailed bool
}

// AttemptStep is how far an authorization has come.
type AttemptStep string

// The steps. In StepAuthorizing and StepPlacing the outcome is unknown until
// the provider answers; in StepChallenge the payer's code is waited for, in
// StepWithPayer the payer.
const (
	StepAuthorizing AttemptStep = "authorizing"
	StepChallenge   AttemptStep = "challenge"
	StepPlacing     AttemptStep = "placing"
	// StepWithPayer: the payer acts at the provider. Nothing is known to be
	// authorized, and another attempt may replace this one.
	StepWithPayer AttemptStep = "with_payer"
)

// Attempt is one authorization, the session's only one at a time.
type Attempt struct {
	ID        string // also the idempotency key towards the provider
	Category  Category
	Step      AttemptStep
	Token     string // in StepPlacing
	WrongCode bool   // in StepChallenge: the last code was wrong
	CodeTo    CodeTo // in StepChallenge: where the code went
	// Revision is the purchase the payer agreed to.
	Revision  string
	StartedAt time.Time

	// What follows is set where the payer acts at the provider.

	Action ActionKind
	// Remote is what the provider made for the action: PayerAction.Remote.
	Remote string
	// SeenAt is when the payer's browser was last heard of.
	SeenAt time.Time
	// SealedToken is the authorization in StepPlacing, and SealedNext a newer one
	// that came meanwhile; TokenAt is when the first came.
	SealedToken, SealedNext []byte
	TokenAt                 time.Time
	// Proven says that the provider itself named the token.
	Proven bool
	// OrderBody is the body of the order call, made once.
	OrderBody []byte
}

// Busy reports whether the outcome of an attempt is unknown.
func (s Session) Busy() bool {
	return s.Attempt != nil && s.Attempt.Step != StepChallenge && s.Attempt.Step != StepWithPayer
}

// withPayer reports whether a payer acts at the provider.
func (s Session) withPayer() bool { return s.Attempt != nil && s.Attempt.Step == StepWithPayer }

// IsOpen reports whether a payer may still act on the session.
func (s Session) IsOpen(now time.Time) bool { return !s.Status.Final() && !s.HasExpired(now) }

// HasExpired reports whether the session's time has passed: readable by nobody
// through the published API (docs/spec/hpp.md §1.2).
func (s Session) HasExpired(now time.Time) bool { return s.Expired || !now.Before(s.ExpiresAt) }
