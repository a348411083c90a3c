package fsck

import (
	"context"
	"iter"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Source answers what is stored. Several lists are read at once, each by one
// reader in the order that it names; texts are ordered by their bytes. An error
// ends a list.
type Source interface {
	// OneMoment reports whether all lists are as of one moment. An engine that
	// spreads rows over nodes has a moment for each node.
	OneMoment() bool
	// Sessions are ordered by id.
	Sessions(ctx context.Context) iter.Seq2[Session, error]
	// SessionsByPayment are ordered by the id of the payment session.
	SessionsByPayment(ctx context.Context) iter.Seq2[Session, error]
	// Events are ordered by session and number.
	Events(ctx context.Context) iter.Seq2[Event, error]
	// EventsByID are ordered by their own id.
	EventsByID(ctx context.Context) iter.Seq2[Event, error]
	// Jobs are those whose subject is a session, ordered by it, then by number.
	Jobs(ctx context.Context) iter.Seq2[Job, error]
	// Published are the events of sessions as merchants read them, ordered by
	// session and id; Tries are ordered by session, event, endpoint and number.
	Published(ctx context.Context) iter.Seq2[Published, error]
	Tries(ctx context.Context) iter.Seq2[Try, error]
	// Distributions are ordered by session and number.
	Distributions(ctx context.Context) iter.Seq2[Distribution, error]
	// Keys are ordered by the session they lead to.
	Keys(ctx context.Context) iter.Seq2[Key, error]
	// SearchKeys are ordered by session.
	SearchKeys(ctx context.Context) iter.Seq2[SearchKey, error]
	// Links are ordered by session; nil where a session's row holds its link.
	Links(ctx context.Context) iter.Seq2[Link, error]
	// OrdersByPayment are ordered by the id of the payment session.
	OrdersByPayment(ctx context.Context) iter.Seq2[Order, error]
	// Orders are ordered by id.
	Orders(ctx context.Context) iter.Seq2[Order, error]
	// Captures and Refunds are ordered by order and number.
	Captures(ctx context.Context) iter.Seq2[Movement, error]
	Refunds(ctx context.Context) iter.Seq2[Movement, error]
	// UpstreamAccounts are in any order.
	UpstreamAccounts(ctx context.Context) iter.Seq2[UpstreamAccount, error]
}

// Session is a session as its document has it, and what else its row says.
type Session struct {
	hpp.Session
	Unreadable bool // the document; of the session only the id is known then
	Row        Row
	Link       []byte // hash of the payer's link
}

// Row is what a session's row repeats of its document, to be searched by.
type Row struct {
	Merchant  hpp.MerchantID
	Payment   hpp.PaymentRef
	Status    hpp.Status
	Version   int64
	ExpiresAt time.Time
}

// Event is one change of a session's status.
type Event struct {
	Session hpp.SessionID
	hpp.Event
}

// Job is work of a session that waits or is a dead letter; finished jobs are removed.
type Job struct {
	Session  hpp.SessionID
	ID       string
	Kind     hpp.JobKind
	Seq      int64
	Attempts int64 // tries that failed
	Due      time.Time
	Waits    bool // for an older one of its session and kind
	Dead     bool // a dead letter
	Reason   string
}

// Published is an event as its merchant reads it, and is called about it.
type Published struct {
	Session  hpp.SessionID
	ID       string
	Merchant hpp.MerchantID
	Seq      int64 // that of the session's event; 0: it changed no status
	Called   bool  // there is an address to call
}

// Try is one try to bring an event to an endpoint.
type Try struct {
	Session  hpp.SessionID
	Event    string
	Endpoint string
	Number   int64 // 1, 2, … within event and endpoint
	Taken    bool  // answered with 2xx
}

// Distribution is one handing over of a session's link.
type Distribution struct {
	Session hpp.SessionID
	Number  int64
	Method  hpp.DistributionMethod
	State   hpp.DistributionState
	HasJob  bool // the message still waits, or is a dead letter
}

// Key is an idempotency key and the session that it leads to.
type Key struct {
	Merchant hpp.MerchantID
	Key      string
	Session  hpp.SessionID
	At       time.Time
}

// SearchKey is by what a merchant finds a session.
type SearchKey struct {
	Session  hpp.SessionID
	Merchant hpp.MerchantID
	hpp.SearchKey
}

// Link is a payer's link kept beside its session.
type Link struct {
	Session hpp.SessionID
	Hash    []byte
}

// Order is an order of the built-in provider. Amounts are minor units.
type Order struct {
	ID       string
	Payment  string // id of the payment session or Checkout order it came of
	Merchant hpp.MerchantID
	Version  int64 // counts saves, from 1
	// What the row says, and what its document does.
	Amount, Captured, Refunded, Released int64
	DocumentAmount, DocumentReleased     int64
	// Placed is the purchase as the order has it; Placed.Amount is that of the
	// day it was placed.
	Placed Placed
	// Movements is how many captures and refunds there are.
	Movements int64
}

// Placed is what an order was placed for.
type Placed struct {
	Amount   int64
	Currency string
	Lines    []hpp.Line
}

// Movement is a capture or a refund.
type Movement struct {
	Order  string
	Number int64 // 1, 2, … within the order
	ID     string
	Amount int64 // minor units
}

// UpstreamAccount is a merchant's account at another company's API.
type UpstreamAccount struct {
	Merchant    hpp.MerchantID
	Upstream    string
	Label       string
	KeyID       string // of the key that opens the password
	SealedSize  int64  // of the password as it is kept, in bytes
	HasMerchant bool   // the merchant is there
}
