package postgres

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/store/postgres/conn"
)

var errKeyExists = errors.New("postgres: idempotency key exists")

const (
	deleteOldKey = `DELETE FROM idempotency WHERE merchant_id = $1 AND key = $2 AND created_at <= $3`
	insertKey    = `INSERT INTO idempotency (merchant_id, key, fingerprint, session_id, created_at) VALUES ($1, $2, $3, $4, $5)`
)

// takeKey takes an idempotency key, or one that has outlived its days.
func takeKey(ctx context.Context, tx pgx.Tx, session hpp.Session, key hpp.IdempotencyKey) error {
	now := millis(key.Now)
	tag, err := tx.Exec(ctx, insertKey+` ON CONFLICT (merchant_id, key) DO UPDATE
		SET fingerprint = excluded.fingerprint, session_id = excluded.session_id, created_at = excluded.created_at
		WHERE idempotency.created_at <= $6`,
		session.Merchant, key.Value, key.Fingerprint, session.ID, now, now-hpp.IdempotencyKeyLife.Milliseconds())
	if err != nil {
		return fmt.Errorf("postgres: take key: %w", err)
	}
	if tag.RowsAffected() == 0 {
		return errKeyExists
	}
	return nil
}

// insertedBefore returns what an insert made that came first: another one under
// the same idempotency key, or an unanswered try of this one, whose id nobody
// else has. Which key was there already is asked for, since an engine may not
// name the constraint; broken is the error where it was none of these.
func (s Sessions) insertedBefore(ctx context.Context, session hpp.Session, key hpp.IdempotencyKey, unanswered bool, broken error) (hpp.Session, error) {
	if key.Value != "" {
		key.Now = session.CreatedAt
		id, age, err := s.findKey(ctx, session.Merchant, key)
		if err == nil {
			return s.sessionOfKey(ctx, session.Merchant, id, age)
		}
		if !errors.Is(err, hpp.ErrNotFound) {
			return hpp.Session{}, err
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

// FindByIdempotencyKey implements hpp.Store.
func (s Sessions) FindByIdempotencyKey(ctx context.Context, merchant hpp.MerchantID, key hpp.IdempotencyKey) (hpp.Session, error) {
	id, age, err := s.findKey(ctx, merchant, key)
	if err != nil {
		return hpp.Session{}, err
	}
	return s.sessionOfKey(ctx, merchant, id, age)
}

// findKey returns the session that an idempotency key names, and the key's age.
func (s Sessions) findKey(ctx context.Context, merchant hpp.MerchantID, key hpp.IdempotencyKey) (id hpp.SessionID, age time.Duration, err error) {
	var fingerprint []byte
	var created int64
	err = s.db.pool.QueryRow(ctx, `SELECT session_id, fingerprint, created_at FROM idempotency WHERE merchant_id = $1 AND key = $2`,
		merchant, key.Value).Scan(&id, &fingerprint, &created)
	age = key.Now.Sub(fromMillis(created))
	switch {
	case conn.IsNoRows(err):
		return "", 0, hpp.ErrNotFound
	case err != nil:
		return "", 0, fmt.Errorf("postgres: read key: %w", err)
	case age >= hpp.IdempotencyKeyLife:
		return "", 0, hpp.ErrNotFound
	case subtle.ConstantTimeCompare(fingerprint, key.Fingerprint) != 1:
		return "", 0, hpp.ErrKeyReused
	}
	return id, age, nil
}

const (
	// freshKey is how young a key is, on any server's clock, whose session cannot
	// have been removed: if it is not seen, it is not seen yet.
	freshKey = time.Minute
	// sessionWithin is how long the session of a fresh key is waited for.
	sessionWithin = 2 * time.Second
)

var errNotVisible = errors.New("postgres: the session of an idempotency key is not visible yet")

// sessionOfKey reads the session of a key. An engine that spreads rows over
// nodes may show the key before the session, since its nodes commit one after
// the other. A session that does not come in time is there, but not to be
// read, as after the loss of a node: the caller is told to try again.
func (s Sessions) sessionOfKey(ctx context.Context, merchant hpp.MerchantID, id hpp.SessionID, age time.Duration) (hpp.Session, error) {
	began := time.Now()
	for pause := 5 * time.Millisecond; ; pause *= 2 {
		session, err := s.FindForMerchant(ctx, merchant, id)
		if !errors.Is(err, hpp.ErrNotFound) || age.Abs() > freshKey {
			return session, err
		}
		if time.Since(began)+pause > sessionWithin || !conn.Pause(ctx, pause) {
			return hpp.Session{}, conn.Unavailable(errNotVisible)
		}
	}
}
