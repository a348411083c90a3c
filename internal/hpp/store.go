package hpp

import (
	"context"
	"time"
)

// Store keeps sessions. Every method is one transaction; an error from a
// commit is resolved by reading again before it reaches the core.
type Store interface {
	// Insert stores a new session under its link hash, with its jobs and,
	// when one was given, the idempotency key. When the key exists with the same
	// fingerprint it answers the first session and changes nothing; with
	// another one, ErrKeyReused.
	Insert(ctx context.Context, s Session, linkHash []byte, jobs []Job, key IdempotencyKey) (Session, error)
	// FindByIdempotencyKey answers the session first made under a key,
	// ErrKeyReused, or ErrNotFound when the key is new.
	FindByIdempotencyKey(ctx context.Context, merchant MerchantID, key IdempotencyKey) (Session, error)
	// FindForMerchant answers ErrNotFound when the tenant has no such session.
	FindForMerchant(ctx context.Context, merchant MerchantID, id SessionID) (Session, error)
	// Find is Session without a tenant, for links that prove themselves.
	Find(ctx context.Context, id SessionID) (Session, error)
	// FindByLink finds the session stored under a link hash.
	FindByLink(ctx context.Context, hash []byte) (Session, error)
	// Versions answers the versions of sessions, in one query; one that is not
	// there is missing.
	Versions(ctx context.Context, ids []SessionID) (map[SessionID]int64, error)
	// Update loads the session, lets change alter it, and saves session,
	// events, jobs and what else change adds. change may run more than once;
	// when it fails, nothing is saved and its error is returned with the
	// session as loaded. Nothing is saved either when a quota is used up
	// (ErrQuota), when no phone waits with the access code (ErrNoAccessCode), when a
	// session of the same payment claimed the token before (ErrTokenClaimed), or when
	// the idempotency key exists: with the same fingerprint that is no error.
	Update(ctx context.Context, id SessionID, change func(*Session) (Change, error)) (Session, error)
	// ListByPayment lists the sessions of one payment session.
	ListByPayment(ctx context.Context, ref PaymentRef) ([]SessionID, error)
	// ListEvents lists a session's events in order.
	ListEvents(ctx context.Context, merchant MerchantID, id SessionID) ([]Event, error)
}

// IdempotencyKeyLife is how long an idempotency key is honoured (docs/spec/decisions.md §4).
const IdempotencyKeyLife = 7 * 24 * time.Hour

// IdempotencyKey makes a request count once. It is scoped to the merchant and
// kept for IdempotencyKeyLife.
type IdempotencyKey struct {
	Value       string // empty: none was given
	Fingerprint []byte // hash of what was asked
	Now         time.Time
}

// ErrKeyReused means that an idempotency key came back with another request.
var ErrKeyReused = newError(CodeKeyReused, "The idempotency key was used for a different request")
