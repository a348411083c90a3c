package playground

import (
	"context"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Answer is what a merchant is told about a change. It is kept with the
// change, so that a repeat is told the same, byte for byte.
type Answer struct {
	Status int               `json:"status"`
	Header map[string]string `json:"header,omitempty"`
	Body   []byte            `json:"body,omitempty"` // JSON; empty: no body
}

// Once is an idempotency key in the scope of its merchant (decisions.md §4).
type Once struct {
	Key         string // empty: none was given
	Fingerprint []byte // hash of the request
	At          time.Time
}

// KeyLife is how long an idempotency key is remembered, from its first use.
const KeyLife = 7 * 24 * time.Hour

// NoticeKind is the kind of the outbox row that a placed order leaves behind,
// with the payment session's id as subject and {"id": …} as payload: whatever
// hangs on the payment session learns from it that it is complete.
const NoticeKind = "payment_session"

// Store keeps sessions, attempts and orders, as documents under the names of
// their JSON tags where no column is needed. Every method is one transaction,
// durable when it returns nil. A change function may run more than once and
// not at all when the key of once has an answer already, which is then
// returned; with another fingerprint the method answers ErrKeyReused. When the
// function fails, nothing is saved and its error is returned. Rows of another
// merchant are ErrUnknown like rows that never were.
type Store interface {
	InsertSession(ctx context.Context, s Session, answer Answer, once Once) (Answer, error)
	Session(ctx context.Context, merchant hpp.MerchantID, id string) (Session, error)
	UpdateSession(ctx context.Context, merchant hpp.MerchantID, id string, once Once,
		change func(*Session) (Answer, error)) (Answer, error)
	// Attempt saves a session and the attempt of this key at it; a key that is
	// new has an Attempt without a State.
	Attempt(ctx context.Context, merchant hpp.MerchantID, sessionID, key string,
		change func(*Session, *Attempt) error) (Attempt, error)
	// UpdateAuthorized finds the session by its newest token and saves it with
	// the order that change places, if any, and that order's notice. A second
	// order of one session is ErrCompleted.
	UpdateAuthorized(ctx context.Context, merchant hpp.MerchantID, token string, once Once,
		change func(*Session) (*Order, Answer, error)) (Answer, error)
	Order(ctx context.Context, merchant hpp.MerchantID, id string) (Order, error)
	// OrderOf answers the order of a session for a browser, which is nobody's
	// merchant; its caller must know that the browser may ask.
	OrderOf(ctx context.Context, sessionID string) (Order, error)
	// UpdateOrder saves the order and the captures that change appended.
	UpdateOrder(ctx context.Context, merchant hpp.MerchantID, id string, once Once,
		change func(*Order) (Answer, error)) (Answer, error)
}
