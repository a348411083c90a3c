package hpp

import (
	"context"
	"time"
)

// DistributionMethod is a way to bring the payer to the page (docs/spec/hpp.md §1.4).
type DistributionMethod string

// The published methods.
const (
	ByEmail DistributionMethod = "email"
	BySMS   DistributionMethod = "sms"
	ByToken DistributionMethod = "token"
)

// DistributionMethods lists them as published.
var DistributionMethods = []DistributionMethod{BySMS, ByEmail, ByToken}

// DistributionState is how far a distribution has come. No system but ours
// tells merchants: it is in the extension API alone.
type DistributionState string

// The states, in the order of a distribution's life. Of the last three one is
// the end: DistributionOpened is only known once the payer acts.
const (
	DistributionQueued    DistributionState = "QUEUED"    // kept; not handed over yet
	DistributionSent      DistributionState = "SENT"      // handed over, but the answer was lost: tried again
	DistributionAccepted  DistributionState = "ACCEPTED"  // the mail server, the gateway or the phone has it
	DistributionOpened    DistributionState = "OPENED"    // the payer acted on the page it led to
	DistributionBounced   DistributionState = "BOUNCED"   // refused for good
	DistributionWithdrawn DistributionState = "WITHDRAWN" // not sent, since there was nothing left to pay
)

// DistributionStates lists every state.
var DistributionStates = []DistributionState{
	DistributionQueued, DistributionSent, DistributionAccepted, DistributionOpened, DistributionBounced, DistributionWithdrawn,
}

// DistributionKind is what a message is about.
type DistributionKind string

// The kinds. The first stands in distributions that were stored before there
// was another.
const (
	LinkDistribution    DistributionKind = ""        // the link, to pay by
	ReceiptDistribution DistributionKind = "receipt" // what was bought, once it was
)

// Distribution is one handing over of the payer's link, or of the receipt.
type Distribution struct {
	ID      string // unguessable; the message carries it on every try
	Number  int64  // 1, 2, … within the session; the link that was sent names it
	Session SessionID
	Method  DistributionMethod
	Kind    DistributionKind
	// To is the address or number while it is needed: personal data, gone once
	// the distribution is settled. Shown is what may always be shown of it.
	To            string
	MaskedContact string
	RecipientHash []byte // keyed hash of method and To: for quotas and for those who want no more
	State         DistributionState
	Reason        string // of the last try that did not work, never personal data
	// Times are UTC milliseconds; zero where it did not happen.
	QueuedAt, SentAt, AcceptedAt, OpenedAt, EndedAt time.Time
}

// Pending reports whether the message still has to be sent.
func (d Distribution) Pending() bool {
	return d.State == DistributionQueued || d.State == DistributionSent
}

// markSent records a try that handed the message over, whatever came back.
func (d *Distribution) markSent(now time.Time, reason string) {
	d.Reason = reason
	if d.SentAt.IsZero() {
		d.SentAt = now
	}
	if d.State == DistributionQueued {
		d.State = DistributionSent
	}
}

// markAccepted records that the other side has the message.
func (d *Distribution) markAccepted(now time.Time) {
	d.markSent(now, "")
	d.AcceptedAt, d.To = now, ""
	if d.State != DistributionOpened {
		d.State = DistributionAccepted
	}
}

// finish records that the message will not be sent any more.
func (d *Distribution) finish(state DistributionState, now time.Time, reason string) {
	d.State, d.Reason, d.EndedAt, d.To = state, reason, now, ""
}

// markOpened records the payer's first act on the page that it led to. A message
// that was opened was delivered, whatever was heard of it before.
func (d *Distribution) markOpened(now time.Time) {
	d.OpenedAt, d.State, d.Reason, d.To = now, DistributionOpened, "", ""
}

// Handover is what a save adds when a link is handed to somebody.
type Handover struct {
	Distribution Distribution
	Quotas       []Quota
	Access       []byte // hash of the code that a phone shows; only of ByToken
}

// Quota bounds how many messages of one scope a merchant sends on one day.
type Quota struct {
	Scope string
	Day   int64 // days since 1970, UTC
	Limit int64
}

// DistributionStore keeps what was handed over. Every method is one
// transaction.
type DistributionStore interface {
	// List answers a session's distributions, the first one first. The tenant
	// is the caller's to check.
	List(ctx context.Context, id SessionID) ([]Distribution, error)
	// Distribution answers one, or ErrNotFound.
	Distribution(ctx context.Context, id SessionID, number int64) (Distribution, error)
	// Record lets change alter one and saves it.
	Record(ctx context.Context, id SessionID, number int64, change func(*Distribution)) error
	// Suppress keeps a recipient from getting any more messages of a merchant.
	Suppress(ctx context.Context, merchant MerchantID, recipient []byte, at time.Time) error
	// IsSuppressed reports whether a recipient wants none.
	IsSuppressed(ctx context.Context, merchant MerchantID, recipient []byte) (bool, error)
}
