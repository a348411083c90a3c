package sqlite

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/store/sessionjson"
	"github.com/openhpp/openhpp/internal/store/sqlrows"
)

// Sessions is the core's store.
type Sessions struct{ db *DB }

// Sessions answers the part of the database that keeps sessions.
func (d *DB) Sessions() Sessions { return Sessions{d} }

var _ hpp.Store = Sessions{}

// Insert implements hpp.Store.
func (s Sessions) Insert(ctx context.Context, session hpp.Session, linkHash []byte, jobs []hpp.Job, claim hpp.IdempotencyKey) (hpp.Session, error) {
	session.Version = 1
	text, err := sessionjson.Encode(session)
	if err != nil {
		return hpp.Session{}, err
	}
	err = s.db.updateRepeatable(ctx, func(ctx context.Context, tx *transaction) error {
		if claim.Value != "" {
			if err := claimKey(ctx, tx, session, session.CreatedAt, claim); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO sessions
			(session_id, merchant_id, link_hash, provider, payment_kind, payment_id, status, version, created_at, expires_at, document, reference)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			session.ID, session.Merchant, linkHash, session.Payment.Provider, session.Payment.Kind, session.Payment.ID,
			session.Status, session.Version, millis(session.CreatedAt), millis(session.ExpiresAt), string(text), session.Reference)
		if err != nil {
			return fmt.Errorf("sqlite: insert session: %w", err)
		}
		return insertJobs(ctx, tx, session, jobs, session.CreatedAt)
	})
	if errors.Is(err, errClaimed) {
		return s.FindByIdempotencyKey(ctx, session.Merchant, claim)
	}
	return session, err
}

var errClaimed = errors.New("sqlite: idempotency key exists")

// claimKey takes an idempotency key, or one that has outlived its days.
func claimKey(ctx context.Context, tx *transaction, session hpp.Session, at time.Time, claim hpp.IdempotencyKey) error {
	now := millis(at)
	_, err := tx.ExecContext(ctx, `DELETE FROM idempotency WHERE merchant_id = ? AND key = ? AND created_at <= ?`,
		session.Merchant, claim.Value, now-hpp.IdempotencyKeyLife.Milliseconds())
	if err != nil {
		return fmt.Errorf("sqlite: drop old key: %w", err)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO idempotency (merchant_id, key, fingerprint, session_id, created_at) VALUES (?, ?, ?, ?, ?)`,
		session.Merchant, claim.Value, claim.Fingerprint, session.ID, now)
	if isUnique(err) {
		return errClaimed
	}
	if err != nil {
		return fmt.Errorf("sqlite: claim key: %w", err)
	}
	return nil
}

// FindByIdempotencyKey implements hpp.Store.
func (s Sessions) FindByIdempotencyKey(ctx context.Context, merchant hpp.MerchantID, claim hpp.IdempotencyKey) (hpp.Session, error) {
	var id hpp.SessionID
	var fingerprint []byte
	var created int64
	err := s.db.read.QueryRowContext(ctx,
		`SELECT session_id, fingerprint, created_at FROM idempotency WHERE merchant_id = ? AND key = ?`,
		merchant, claim.Value).Scan(&id, &fingerprint, &created)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return hpp.Session{}, hpp.ErrNotFound
	case err != nil:
		return hpp.Session{}, fmt.Errorf("sqlite: read key: %w", err)
	case claim.Now.Sub(fromMillis(created)) >= hpp.IdempotencyKeyLife:
		return hpp.Session{}, hpp.ErrNotFound
	case subtle.ConstantTimeCompare(fingerprint, claim.Fingerprint) != 1:
		return hpp.Session{}, hpp.ErrKeyReused
	}
	return s.FindForMerchant(ctx, merchant, id)
}

const selectSession = `SELECT session_id, document FROM sessions WHERE `

func scanSession(row *sql.Row) (hpp.Session, error) {
	var id hpp.SessionID
	var text []byte
	err := row.Scan(&id, &text)
	if errors.Is(err, sql.ErrNoRows) {
		return hpp.Session{}, hpp.ErrNotFound
	}
	if err != nil {
		return hpp.Session{}, fmt.Errorf("sqlite: read session: %w", err)
	}
	return sessionjson.Decode(id, text)
}

// FindForMerchant implements hpp.Store.
func (s Sessions) FindForMerchant(ctx context.Context, merchant hpp.MerchantID, id hpp.SessionID) (hpp.Session, error) {
	return scanSession(s.db.read.QueryRowContext(ctx, selectSession+"session_id = ? AND merchant_id = ?", id, merchant))
}

// Find implements hpp.Store.
func (s Sessions) Find(ctx context.Context, id hpp.SessionID) (hpp.Session, error) {
	return scanSession(s.db.read.QueryRowContext(ctx, selectSession+"session_id = ?", id))
}

// FindByLink implements hpp.Store.
func (s Sessions) FindByLink(ctx context.Context, hash []byte) (hpp.Session, error) {
	return scanSession(s.db.read.QueryRowContext(ctx, selectSession+"link_hash = ?", hash))
}

// Update implements hpp.Store. The version in the WHERE decides races even
// where a transaction would not.
func (s Sessions) Update(ctx context.Context, id hpp.SessionID, change func(*hpp.Session) (hpp.Change, error)) (hpp.Session, error) {
	var session hpp.Session
	var claim hpp.IdempotencyKey
	err := s.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		loaded, err := scanSession(tx.QueryRowContext(ctx, selectSession+"session_id = ?", id))
		if err != nil {
			return err
		}
		session = loaded
		next := loaded
		added, err := change(&next)
		if err != nil {
			return err
		}
		next.Version = loaded.Version + 1
		if claim = added.IdempotencyKey; claim.Value != "" {
			if err := claimKey(ctx, tx, next, claim.Now, claim); err != nil {
				return err
			}
		}
		if err := save(ctx, tx, next, loaded.Version, added); err != nil {
			return err
		}
		session = next
		return nil
	})
	if errors.Is(err, errClaimed) {
		return s.FindByIdempotencyKey(ctx, session.Merchant, claim)
	}
	return session, err
}

func save(ctx context.Context, tx *transaction, next hpp.Session, version int64, added hpp.Change) error {
	text, err := sessionjson.Encode(next)
	if err != nil {
		return err
	}
	result, err := tx.ExecContext(ctx, `UPDATE sessions SET status = ?, version = ?, document = ?, reference = ? WHERE session_id = ? AND version = ?`,
		next.Status, next.Version, string(text), next.Reference, next.ID, version)
	if err != nil {
		return fmt.Errorf("sqlite: save session: %w", err)
	}
	if rows, err := result.RowsAffected(); err != nil || rows != 1 {
		return errors.Join(fmt.Errorf("sqlite: session %s changed meanwhile", next.ID), err)
	}
	for _, e := range added.Events {
		_, err := tx.ExecContext(ctx, `INSERT INTO events (session_id, seq, event_id, status, at, detail) VALUES (?, ?, ?, ?, ?, ?)`,
			next.ID, e.Seq, e.ID, e.Status, millis(e.At), e.Detail)
		if err != nil {
			return fmt.Errorf("sqlite: insert event: %w", err)
		}
	}
	if err := sqlrows.InsertHandover(ctx, shared(tx), next, added.Handover); err != nil {
		return err
	}
	if err := sqlrows.InsertTokenClaim(ctx, shared(tx), next, added.TokenClaim); err != nil {
		return err
	}
	return insertJobs(ctx, tx, next, added.Jobs, next.UpdatedAt)
}

func insertJobs(ctx context.Context, tx *transaction, session hpp.Session, jobs []hpp.Job, now time.Time) error {
	for _, j := range jobs {
		payload := j.Payload
		if payload == nil {
			payload = []byte{}
		}
		_, err := tx.ExecContext(ctx, sqlrows.InsertJob,
			j.Subject(session.ID), j.ID, j.Kind, session.Merchant, j.Seq, millis(j.Due), payload, millis(now))
		if err != nil {
			return fmt.Errorf("sqlite: insert job: %w", err)
		}
	}
	return nil
}

// ListByReference implements hpp.Store.
func (s Sessions) ListByReference(ctx context.Context, merchant hpp.MerchantID, reference string, most int) ([]hpp.Session, error) {
	rows, err := s.db.read.QueryContext(ctx,
		selectSession+"merchant_id = ? AND reference = ? AND reference <> '' ORDER BY created_at DESC, session_id DESC LIMIT ?", merchant, reference, most)
	return collect(rows, err, func(r *sql.Rows) (hpp.Session, error) {
		var id hpp.SessionID
		var text []byte
		if err := r.Scan(&id, &text); err != nil {
			return hpp.Session{}, err
		}
		return sessionjson.Decode(id, text)
	})
}

// ListByPayment implements hpp.Store.
func (s Sessions) ListByPayment(ctx context.Context, ref hpp.PaymentRef) ([]hpp.SessionID, error) {
	rows, err := s.db.read.QueryContext(ctx,
		`SELECT session_id FROM sessions WHERE payment_id = ? AND provider = ? AND payment_kind = ? ORDER BY session_id`,
		ref.ID, ref.Provider, ref.Kind)
	return collect(rows, err, func(r *sql.Rows) (id hpp.SessionID, err error) { return id, r.Scan(&id) })
}

// ListEvents implements hpp.Store.
func (s Sessions) ListEvents(ctx context.Context, merchant hpp.MerchantID, id hpp.SessionID) ([]hpp.Event, error) {
	if _, err := s.FindForMerchant(ctx, merchant, id); err != nil {
		return nil, err
	}
	rows, err := s.db.read.QueryContext(ctx,
		`SELECT seq, event_id, status, at, detail FROM events WHERE session_id = ? ORDER BY seq`, id)
	return collect(rows, err, func(r *sql.Rows) (hpp.Event, error) {
		var e hpp.Event
		var at int64
		err := r.Scan(&e.Seq, &e.ID, &e.Status, &at, &e.Detail)
		e.At = fromMillis(at)
		return e, err
	})
}

// collect reads all rows of a query.
func collect[T any](rows *sql.Rows, err error, scan func(*sql.Rows) (T, error)) ([]T, error) {
	if err != nil {
		return nil, fmt.Errorf("sqlite: query: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("sqlite: scan: %w", err)
		}
		all = append(all, one)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("sqlite: rows: %w", err)
	}
	return all, nil
}
