package postgres

import (
	"bytes"
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/store/sessionjson"
)

// Profiles implements hpp.ProfileStore.
type Profiles struct{ db *DB }

// Profiles keeps merchants' defaults.
func (d *DB) Profiles() Profiles { return Profiles{d} }

var _ hpp.ProfileStore = Profiles{}

// PutProfile implements hpp.ProfileStore. New ones that come at the same
// moment do not count each other: most is exceeded by them at worst.
func (p Profiles) PutProfile(ctx context.Context, one hpp.Profile, most int64) (created bool, err error) {
	text, err := sessionjson.EncodeProfile(one)
	if err != nil {
		return false, err
	}
	err = p.db.update(ctx, func(ctx context.Context, tx pgx.Tx) error {
		var others, known int64
		if err := tx.QueryRow(ctx, `SELECT count(*) FILTER (WHERE profile_id <> $2), count(*) FILTER (WHERE profile_id = $2)
			FROM profiles WHERE merchant_id = $1`, one.Merchant, one.ID).Scan(&others, &known); err != nil {
			return fmt.Errorf("postgres: count profiles: %w", err)
		}
		if others >= most {
			return hpp.ErrTooManyProfiles
		}
		created = known == 0
		_, err := tx.Exec(ctx, `INSERT INTO profiles (merchant_id, profile_id, updated_at, document) VALUES ($1, $2, $3, $4)
			ON CONFLICT (merchant_id, profile_id) DO UPDATE SET updated_at = excluded.updated_at, document = excluded.document`,
			one.Merchant, one.ID, millis(one.UpdatedAt), text)
		if err != nil {
			return fmt.Errorf("postgres: save profile: %w", err)
		}
		return nil
	}, func(ctx context.Context, tx pgx.Tx) (bool, error) {
		is, err := scanProfile(tx.QueryRow(ctx, selectProfile+` AND profile_id = $2 FOR UPDATE`, one.Merchant, one.ID))
		if err != nil {
			return false, nil //nolint:nilerr // it is not there, or the act will meet the same error
		}
		has, err := sessionjson.EncodeProfile(is)
		return bytes.Equal(has, text) && is.UpdatedAt.Equal(one.UpdatedAt), err
	})
	return created, err
}

const selectProfile = `SELECT merchant_id, profile_id, updated_at, document FROM profiles WHERE merchant_id = $1`

func scanProfile(row pgx.Row) (hpp.Profile, error) {
	var merchant hpp.MerchantID
	var id string
	var updated int64
	var text []byte
	err := row.Scan(&merchant, &id, &updated, &text)
	if none(err) {
		return hpp.Profile{}, hpp.ErrNoProfile
	}
	if err != nil {
		return hpp.Profile{}, fmt.Errorf("postgres: read profile: %w", err)
	}
	one, err := sessionjson.DecodeProfile(text)
	one.Merchant, one.ID, one.UpdatedAt = merchant, id, fromMillis(updated)
	return one, err
}

// Profile implements hpp.ProfileStore.
func (p Profiles) Profile(ctx context.Context, merchant hpp.MerchantID, id string) (hpp.Profile, error) {
	return scanProfile(p.db.row(ctx, selectProfile+` AND profile_id = $2`, merchant, id))
}

// ListProfiles implements hpp.ProfileStore.
func (p Profiles) ListProfiles(ctx context.Context, merchant hpp.MerchantID) ([]hpp.Profile, error) {
	return list(ctx, p.db, scanProfile, selectProfile+` ORDER BY profile_id`, merchant)
}

// DeleteProfile implements hpp.ProfileStore. In doubt, one that is gone was
// deleted.
func (p Profiles) DeleteProfile(ctx context.Context, merchant hpp.MerchantID, id string) error {
	deleted, doubt, err := p.db.lone(ctx, `DELETE FROM profiles WHERE merchant_id = $1 AND profile_id = $2`, merchant, id)
	switch {
	case none(err):
		return hpp.ErrNoProfile
	case err != nil:
		return fmt.Errorf("postgres: delete profile: %w", err)
	case deleted == 0 && !doubt:
		return hpp.ErrNoProfile
	}
	return nil
}
