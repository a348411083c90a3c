package sqlrows

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Accesses implements hpp.AccessStore.
type Accesses struct{ db Engine }

// Accesses keeps the codes on phones.
func (s Stores) Accesses() Accesses { return Accesses{s.engine} }

var _ hpp.AccessStore = Accesses{}

// InsertAccess implements hpp.AccessStore. Codes that come at the same moment
// do not count each other: room is exceeded by them at worst.
func (a Accesses) InsertAccess(ctx context.Context, one hpp.AccessCode, now time.Time, room hpp.AccessLimits) error {
	return a.db.Update(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM access_codes WHERE secret IN
			(SELECT secret FROM access_codes WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
			millis(now.Add(-hpp.AccessCodeLife)), oldAccesses); err != nil {
			return fmt.Errorf("store: drop old access codes: %w", err)
		}
		if err := giveWay(ctx, tx, one, now, room); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO access_codes (secret, code, digits, expires_at, network, seen_at) VALUES ($1, $2, $3, $4, $5, $6)`,
			one.Secret, one.Code, one.Digits, millis(one.ExpiresAt), one.Network, millis(one.SeenAt))
		if errors.Is(err, ErrDuplicate) {
			return hpp.ErrAccessCodeTaken
		}
		if err != nil {
			return fmt.Errorf("store: insert access code: %w", err)
		}
		return nil
	}, func(ctx context.Context, tx Tx) (bool, error) {
		var code []byte
		err := tx.QueryRow(ctx, `SELECT code FROM access_codes WHERE secret = $1`, one.Secret).Scan(&code)
		if errors.Is(err, ErrNoRow) {
			return false, nil
		}
		return bytes.Equal(code, one.Code), err
	})
}

// giveWay makes a place for a new code where there is none: among those of its
// network, and among all.
func giveWay(ctx context.Context, tx Tx, one hpp.AccessCode, now time.Time, room hpp.AccessLimits) error {
	unseen := millis(now.Add(-room.IdleAfter))
	for _, share := range []struct {
		most        int64
		count, left string
		args        []any
	}{
		{room.PerNetwork, `SELECT count(*) FROM access_codes WHERE session_id IS NULL AND expires_at > $1 AND network = $2`,
			`UPDATE access_codes SET expires_at = $1 WHERE secret = (SELECT secret FROM access_codes
			WHERE session_id IS NULL AND expires_at > $1 AND network = $2 AND seen_at <= $3 ORDER BY seen_at LIMIT 1)`, []any{millis(now), one.Network}},
		{room.Total, `SELECT count(*) FROM access_codes WHERE session_id IS NULL AND expires_at > $1`,
			`UPDATE access_codes SET expires_at = $1 WHERE secret = (SELECT secret FROM access_codes
			WHERE session_id IS NULL AND expires_at > $1 AND seen_at <= $2 ORDER BY seen_at LIMIT 1)`, []any{millis(now)}},
	} {
		var waiting int64
		if err := tx.QueryRow(ctx, share.count, share.args...).Scan(&waiting); err != nil {
			return fmt.Errorf("store: count access codes: %w", err)
		}
		if waiting < share.most {
			continue
		}
		changed, err := tx.Exec(ctx, share.left, append(share.args, unseen)...)
		if err != nil {
			return fmt.Errorf("store: end an access code: %w", err)
		}
		if changed == 0 {
			return hpp.ErrTooManyAccessCodes
		}
	}
	return nil
}

// TouchAccess implements hpp.AccessStore.
func (a Accesses) TouchAccess(ctx context.Context, secret []byte, at time.Time) error {
	return a.db.Update(ctx, func(ctx context.Context, tx Tx) error {
		_, err := tx.Exec(ctx, `UPDATE access_codes SET seen_at = $2 WHERE secret = $1 AND seen_at < $2`, secret, millis(at))
		if err != nil {
			return fmt.Errorf("store: note a look at an access code: %w", err)
		}
		return nil
	}, idempotent)
}

// oldAccesses is how many codes that are over a new one clears away. They are
// kept for a while, so that their phones can be told.
const oldAccesses = 20

// FindAccess implements hpp.AccessStore.
func (a Accesses) FindAccess(ctx context.Context, secret []byte) (hpp.AccessCode, error) {
	one := hpp.AccessCode{Secret: secret}
	var ends, seen int64
	err := a.db.QueryRow(ctx,
		`SELECT code, digits, expires_at, coalesce(session_id, ''), coalesce(number, 0), network, seen_at FROM access_codes WHERE secret = $1`, secret).
		Scan(&one.Code, &one.Digits, &ends, &one.Session, &one.Number, &one.Network, &seen)
	if errors.Is(err, ErrNoRow) {
		return hpp.AccessCode{}, hpp.ErrNotFound
	}
	if err != nil {
		return hpp.AccessCode{}, fmt.Errorf("store: read access code: %w", err)
	}
	one.ExpiresAt, one.SeenAt = fromMillis(ends), fromMillis(seen)
	return one, nil
}
