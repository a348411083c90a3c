package postgres

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/store/postgres/conn"
	"github.com/openhpp/openhpp/internal/store/sessionjson"
)

// Sessions is the core's store.
type Sessions struct{ db *DB }

// Sessions answers the part of the database that keeps sessions.
func (d *DB) Sessions() Sessions { return Sessions{d} }

var _ hpp.Store = Sessions{}

const (
	insertSession = `INSERT INTO sessions
		(session_id, merchant_id, link_hash, provider, payment_kind, payment_id, status, version, created_at, expires_at, document, reference)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`
	insertLink = `INSERT INTO session_links (session_id, link_hash) VALUES ($1, $2)`
)

// Insert implements hpp.Store. Everything goes in one round trip, and can be
// sent again: its keys take it only once. One that claims an idempotency key,
// which may be taken, goes alone.
func (s Sessions) Insert(ctx context.Context, session hpp.Session, linkHash []byte, jobs []hpp.Job, claim hpp.IdempotencyKey) (hpp.Session, error) {
	session.Version = 1
	text, err := sessionjson.Encode(session)
	if err != nil {
		return hpp.Session{}, err
	}
	send := func(queue func(*pgx.Batch)) (bool, error) {
		return s.db.pool.WriteBatched(ctx, string(session.ID), queue)
	}
	if claim.Value != "" {
		send = func(queue func(*pgx.Batch)) (bool, error) { return s.db.pool.Pipeline(ctx, queue) }
	}
	unanswered, err := send(func(b *pgx.Batch) {
		if claim.Value != "" {
			now := millis(session.CreatedAt)
			b.Queue(deleteOldKey, session.Merchant, claim.Value, now-hpp.IdempotencyKeyLife.Milliseconds())
			b.Queue(insertKey, session.Merchant, claim.Value, claim.Fingerprint, session.ID, now)
		}
		b.Queue(insertSession, session.ID, session.Merchant, linkHash, session.Payment.Provider, session.Payment.Kind, session.Payment.ID,
			session.Status, session.Version, millis(session.CreatedAt), millis(session.ExpiresAt), text, storable(session.Reference))
		b.Queue(insertLink, session.ID, linkHash)
		queueJobs(b, session, jobs, session.CreatedAt)
	})
	switch {
	case err == nil:
		return session, nil
	case conn.IsUnique(err):
		return s.insertedBefore(ctx, session, claim, unanswered, err)
	}
	return hpp.Session{}, fmt.Errorf("postgres: insert session: %w", err)
}

// insertedBefore returns what an insert made that came first: another one under
// the same idempotency key, or an unanswered try of this one, whose id nobody
// else has. Which key was there already is asked for, since an engine may not
// name the constraint; broken is the error where it was none of these.
func (s Sessions) insertedBefore(ctx context.Context, session hpp.Session, claim hpp.IdempotencyKey, unanswered bool, broken error) (hpp.Session, error) {
	if claim.Value != "" {
		claim.Now = session.CreatedAt
		first, err := s.FindByIdempotencyKey(ctx, session.Merchant, claim)
		if !errors.Is(err, hpp.ErrNotFound) {
			return first, err
		}
	}
	if unanswered {
		_, err := s.Find(ctx, session.ID)
		if err == nil {
			return session, nil
		}
		if !errors.Is(err, hpp.ErrNotFound) {
			return hpp.Session{}, err
		}
	}
	return hpp.Session{}, fmt.Errorf("postgres: insert session: %w", broken)
}

// Claimed implements hpp.Store.
func (s Sessions) FindByIdempotencyKey(ctx context.Context, merchant hpp.MerchantID, claim hpp.IdempotencyKey) (hpp.Session, error) {
	var id hpp.SessionID
	var fingerprint []byte
	var created int64
	err := s.db.pool.QueryRow(ctx, `SELECT session_id, fingerprint, created_at FROM idempotency WHERE merchant_id = $1 AND key = $2`,
		merchant, claim.Value).Scan(&id, &fingerprint, &created)
	switch {
	case conn.IsNoRows(err):
		return hpp.Session{}, hpp.ErrNotFound
	case err != nil:
		return hpp.Session{}, fmt.Errorf("postgres: read key: %w", err)
	case claim.Now.Sub(fromMillis(created)) >= hpp.IdempotencyKeyLife:
		return hpp.Session{}, hpp.ErrNotFound
	case subtle.ConstantTimeCompare(fingerprint, claim.Fingerprint) != 1:
		return hpp.Session{}, hpp.ErrKeyReused
	}
	return s.FindForMerchant(ctx, merchant, id)
}

const (
	selectSession          = `SELECT session_id, document FROM sessions WHERE session_id = $1`
	selectMerchantsSession = selectSession + ` AND merchant_id = $2`
	selectLinkedSession    = `SELECT session_id, document FROM sessions WHERE session_id =
		(SELECT session_id FROM session_links WHERE link_hash = $1)`
)

func scanSession(row pgx.Row) (hpp.Session, error) {
	var id hpp.SessionID
	var text []byte
	err := row.Scan(&id, &text)
	if conn.IsNoRows(err) {
		return hpp.Session{}, hpp.ErrNotFound
	}
	if err != nil {
		return hpp.Session{}, fmt.Errorf("postgres: read session: %w", err)
	}
	return sessionjson.Decode(id, text)
}

// Session implements hpp.Store.
func (s Sessions) FindForMerchant(ctx context.Context, merchant hpp.MerchantID, id hpp.SessionID) (hpp.Session, error) {
	return scanSession(s.db.pool.QueryRow(ctx, selectMerchantsSession, id, merchant))
}

// Find implements hpp.Store.
func (s Sessions) Find(ctx context.Context, id hpp.SessionID) (hpp.Session, error) {
	return scanSession(s.db.pool.QueryRow(ctx, selectSession, id))
}

// ByLink implements hpp.Store.
func (s Sessions) FindByLink(ctx context.Context, hash []byte) (hpp.Session, error) {
	return scanSession(s.db.pool.QueryRow(ctx, selectLinkedSession, hash))
}

// ByReference implements hpp.Store.
func (s Sessions) ListByReference(ctx context.Context, merchant hpp.MerchantID, reference string, most int) ([]hpp.Session, error) {
	return conn.List(ctx, s.db.pool, func(r pgx.Row) (hpp.Session, error) { return scanSession(r) },
		`SELECT session_id, document FROM sessions WHERE merchant_id = $1 AND reference = $2 AND reference <> '' ORDER BY created_at DESC, session_id DESC LIMIT $3`,
		merchant, storable(reference), most)
}

// OnPayment implements hpp.Store.
func (s Sessions) ListByPayment(ctx context.Context, ref hpp.PaymentRef) ([]hpp.SessionID, error) {
	return conn.List(ctx, s.db.pool, func(r pgx.Row) (id hpp.SessionID, err error) { return id, r.Scan(&id) },
		`SELECT session_id FROM sessions WHERE payment_id = $1 AND provider = $2 AND payment_kind = $3 ORDER BY session_id`,
		ref.ID, ref.Provider, ref.Kind)
}

const selectEvents = `SELECT seq, event_id, status, at, detail FROM events WHERE session_id = $1 ORDER BY seq`

// Events implements hpp.Store.
func (s Sessions) ListEvents(ctx context.Context, merchant hpp.MerchantID, id hpp.SessionID) ([]hpp.Event, error) {
	if _, err := s.FindForMerchant(ctx, merchant, id); err != nil {
		return nil, err
	}
	return conn.List(ctx, s.db.pool, func(r pgx.Row) (hpp.Event, error) {
		var e hpp.Event
		var at int64
		err := r.Scan(&e.Seq, &e.ID, &e.Status, &at, &e.Detail)
		e.At = fromMillis(at)
		return e, err
	}, selectEvents, id)
}

var errClaimed = errors.New("postgres: idempotency key exists")

const (
	deleteOldKey = `DELETE FROM idempotency WHERE merchant_id = $1 AND key = $2 AND created_at <= $3`
	insertKey    = `INSERT INTO idempotency (merchant_id, key, fingerprint, session_id, created_at) VALUES ($1, $2, $3, $4, $5)`
)
