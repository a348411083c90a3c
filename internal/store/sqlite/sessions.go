package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

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
		if err := sqlrows.InsertSearchKeys(ctx, shared(tx), 0, session); err != nil {
			return err
		}
		return insertJobs(ctx, tx, session, jobs, session.CreatedAt)
	})
	if errors.Is(err, errClaimed) {
		return s.FindByIdempotencyKey(ctx, session.Merchant, claim)
	}
	return session, err
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
