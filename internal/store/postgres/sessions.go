package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/store/postgres/conn"
	"github.com/openhpp/openhpp/internal/store/sessionjson"
	"github.com/openhpp/openhpp/internal/store/sqlrows"
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
// sent again: its keys take it only once. One under an idempotency key,
// which may be taken, goes alone.
func (s Sessions) Insert(ctx context.Context, session hpp.Session, linkHash []byte, jobs []hpp.Job, key hpp.IdempotencyKey) (hpp.Session, error) {
	session.Version = 1
	text, err := sessionjson.Encode(session)
	if err != nil {
		return hpp.Session{}, err
	}
	send := func(queue func(*pgx.Batch)) (bool, error) {
		return s.db.pool.WriteBatched(ctx, string(session.ID), queue)
	}
	if key.Value != "" {
		send = func(queue func(*pgx.Batch)) (bool, error) { return s.db.pool.Pipeline(ctx, queue) }
	}
	unanswered, err := send(func(b *pgx.Batch) {
		if key.Value != "" {
			now := millis(session.CreatedAt)
			b.Queue(deleteOldKey, session.Merchant, key.Value, now-hpp.IdempotencyKeyLife.Milliseconds())
			b.Queue(insertKey, session.Merchant, key.Value, key.Fingerprint, session.ID, now)
		}
		b.Queue(insertSession, session.ID, session.Merchant, linkHash, session.Payment.Provider, session.Payment.Kind, session.Payment.ID,
			session.Status, session.Version, millis(session.CreatedAt), millis(session.ExpiresAt), text, sqlrows.Storable(session.Reference))
		b.Queue(insertLink, session.ID, linkHash)
		queueSearchKeys(b, 0, session)
		queueJobs(b, session, jobs, session.CreatedAt)
	})
	switch {
	case err == nil:
		return session, nil
	case conn.IsUnique(err):
		return s.insertedBefore(ctx, session, key, unanswered, err)
	}
	return hpp.Session{}, fmt.Errorf("postgres: insert session: %w", err)
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

// FindForMerchant implements hpp.Store.
func (s Sessions) FindForMerchant(ctx context.Context, merchant hpp.MerchantID, id hpp.SessionID) (hpp.Session, error) {
	return scanSession(s.db.pool.QueryRow(ctx, selectMerchantsSession, id, merchant))
}

// Find implements hpp.Store.
func (s Sessions) Find(ctx context.Context, id hpp.SessionID) (hpp.Session, error) {
	return scanSession(s.db.pool.QueryRow(ctx, selectSession, id))
}

// FindByLink implements hpp.Store.
func (s Sessions) FindByLink(ctx context.Context, hash []byte) (hpp.Session, error) {
	return scanSession(s.db.pool.QueryRow(ctx, selectLinkedSession, hash))
}

// ListByPayment implements hpp.Store.
func (s Sessions) ListByPayment(ctx context.Context, ref hpp.PaymentRef) ([]hpp.SessionID, error) {
	return conn.List(ctx, s.db.pool, func(r pgx.Row) (id hpp.SessionID, err error) { return id, r.Scan(&id) },
		`SELECT session_id FROM sessions WHERE payment_id = $1 AND provider = $2 AND payment_kind = $3 ORDER BY session_id`,
		ref.ID, ref.Provider, ref.Kind)
}

const selectEvents = `SELECT seq, event_id, status, at, detail FROM events WHERE session_id = $1 ORDER BY seq`

// ListEvents implements hpp.Store.
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
