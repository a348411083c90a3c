package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Accesses implements hpp.AccessStore.
type Accesses struct{ db *DB }

// Accesses keeps the codes on phones.
func (d *DB) Accesses() Accesses { return Accesses{d} }

var _ hpp.AccessStore = Accesses{}

// InsertAccess implements hpp.AccessStore.
func (a Accesses) InsertAccess(ctx context.Context, one hpp.Access, now time.Time, room hpp.AccessRoom) error {
	return a.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM access_codes WHERE secret IN
			(SELECT secret FROM access_codes WHERE expires_at < ? ORDER BY expires_at LIMIT ?)`,
			millis(now.Add(-hpp.AccessLife)), oldAccesses); err != nil {
			return fmt.Errorf("sqlite: drop old access codes: %w", err)
		}
		if err := giveWay(ctx, tx, one, now, room); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO access_codes (secret, code, digits, expires_at, network, seen_at) VALUES (?, ?, ?, ?, ?, ?)`,
			one.Secret, one.Code, one.Digits, millis(one.ExpiresAt), one.Network, millis(one.SeenAt))
		if isUnique(err) {
			return hpp.ErrTaken
		}
		if err != nil {
			return fmt.Errorf("sqlite: insert access code: %w", err)
		}
		return nil
	})
}

// giveWay makes a place for a new code where there is none: among those of its
// network, and among all.
func giveWay(ctx context.Context, tx *transaction, one hpp.Access, now time.Time, room hpp.AccessRoom) error {
	unseen := millis(now.Add(-room.Unseen))
	for _, share := range []struct {
		most        int64
		count, left string
		args        []any
	}{
		{room.Network, `SELECT count(*) FROM access_codes WHERE session_id IS NULL AND expires_at > ?1 AND network = ?2`,
			`UPDATE access_codes SET expires_at = ?1 WHERE secret = (SELECT secret FROM access_codes
			WHERE session_id IS NULL AND expires_at > ?1 AND network = ?2 AND seen_at <= ?3 ORDER BY seen_at LIMIT 1)`, []any{millis(now), one.Network}},
		{room.All, `SELECT count(*) FROM access_codes WHERE session_id IS NULL AND expires_at > ?1`,
			`UPDATE access_codes SET expires_at = ?1 WHERE secret = (SELECT secret FROM access_codes
			WHERE session_id IS NULL AND expires_at > ?1 AND seen_at <= ?2 ORDER BY seen_at LIMIT 1)`, []any{millis(now)}},
	} {
		var waiting int64
		if err := tx.QueryRowContext(ctx, share.count, share.args...).Scan(&waiting); err != nil {
			return fmt.Errorf("sqlite: count access codes: %w", err)
		}
		if waiting < share.most {
			continue
		}
		result, err := tx.ExecContext(ctx, share.left, append(share.args, unseen)...)
		if err != nil {
			return fmt.Errorf("sqlite: end an access code: %w", err)
		}
		ended, err := result.RowsAffected()
		if err != nil {
			return fmt.Errorf("sqlite: end an access code: %w", err)
		}
		if ended == 0 {
			return hpp.ErrCrowded
		}
	}
	return nil
}

// SawAccess implements hpp.AccessStore.
func (a Accesses) SawAccess(ctx context.Context, secret []byte, at time.Time) error {
	return a.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		_, err := tx.ExecContext(ctx, `UPDATE access_codes SET seen_at = ?2 WHERE secret = ?1 AND seen_at < ?2`, secret, millis(at))
		if err != nil {
			return fmt.Errorf("sqlite: note a look at an access code: %w", err)
		}
		return nil
	})
}

// oldAccesses is how many codes that are over a new one clears away. They are
// kept for a while, so that their phones can be told.
const oldAccesses = 20

// Access implements hpp.AccessStore.
func (a Accesses) Access(ctx context.Context, secret []byte) (hpp.Access, error) {
	one := hpp.Access{Secret: secret}
	var ends, seen int64
	err := a.db.read.QueryRowContext(ctx,
		`SELECT code, digits, expires_at, coalesce(session_id, ''), coalesce(number, 0), network, seen_at FROM access_codes WHERE secret = ?`, secret).
		Scan(&one.Code, &one.Digits, &ends, &one.Session, &one.Number, &one.Network, &seen)
	if errors.Is(err, sql.ErrNoRows) {
		return hpp.Access{}, hpp.ErrNotFound
	}
	if err != nil {
		return hpp.Access{}, fmt.Errorf("sqlite: read access code: %w", err)
	}
	one.ExpiresAt, one.SeenAt = fromMillis(ends), fromMillis(seen)
	return one, nil
}
