package sqlrows

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/store/sessionjson"
)

// Profiles implements hpp.ProfileStore.
type Profiles struct{ db Engine }

// Profiles keeps merchants' defaults.
func (s Stores) Profiles() Profiles { return Profiles{s.engine} }

var _ hpp.ProfileStore = Profiles{}

// PutProfile implements hpp.ProfileStore. New ones that come at the same
// moment do not count each other: most is exceeded by them at worst.
func (p Profiles) PutProfile(ctx context.Context, one hpp.Profile, most int64) (created bool, err error) {
	text, err := sessionjson.EncodeProfile(one)
	if err != nil {
		return false, err
	}
	err = p.db.Update(ctx, func(ctx context.Context, tx Tx) error {
		var others, known int64
		if err := tx.QueryRow(ctx, `SELECT count(*) FILTER (WHERE profile_id <> $2), count(*) FILTER (WHERE profile_id = $2)
			FROM profiles WHERE merchant_id = $1`, one.Merchant, one.ID).Scan(&others, &known); err != nil {
			return fmt.Errorf("store: count profiles: %w", err)
		}
		if others >= most {
			return hpp.ErrTooManyProfiles
		}
		created = known == 0
		_, err := tx.Exec(ctx, `INSERT INTO profiles (merchant_id, profile_id, updated_at, document) VALUES ($1, $2, $3, $4)
			ON CONFLICT (merchant_id, profile_id) DO UPDATE SET updated_at = excluded.updated_at, document = excluded.document`,
			one.Merchant, one.ID, millis(one.UpdatedAt), string(text))
		if err != nil {
			return fmt.Errorf("store: save profile: %w", err)
		}
		return nil
	}, func(ctx context.Context, tx Tx) (bool, error) {
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

func scanProfile(row Row) (hpp.Profile, error) {
	var merchant hpp.MerchantID
	var id string
	var updated int64
	var text []byte
	err := row.Scan(&merchant, &id, &updated, &text)
	if errors.Is(err, ErrNoRow) {
		return hpp.Profile{}, hpp.ErrNoProfile
	}
	if err != nil {
		return hpp.Profile{}, fmt.Errorf("store: read profile: %w", err)
	}
	one, err := sessionjson.DecodeProfile(text)
	one.Merchant, one.ID, one.UpdatedAt = merchant, id, fromMillis(updated)
	return one, err
}

// Profile implements hpp.ProfileStore.
func (p Profiles) Profile(ctx context.Context, merchant hpp.MerchantID, id string) (hpp.Profile, error) {
	return scanProfile(p.db.QueryRow(ctx, selectProfile+` AND profile_id = $2`, merchant, id))
}

// ListProfiles implements hpp.ProfileStore.
func (p Profiles) ListProfiles(ctx context.Context, merchant hpp.MerchantID) ([]hpp.Profile, error) {
	return list(ctx, p.db, scanProfile, selectProfile+` ORDER BY profile_id`, merchant)
}

const deleteProfile = `DELETE FROM profiles WHERE merchant_id = $1 AND profile_id = $2`

// DeleteProfile implements hpp.ProfileStore. Sent again after a lost answer, it
// may find the profile gone because it deleted it itself.
func (p Profiles) DeleteProfile(ctx context.Context, merchant hpp.MerchantID, id string) error {
	done, err := p.db.Write(ctx, Statement{deleteProfile, []any{merchant, id}})
	switch {
	case errors.Is(err, ErrNoRow):
		return hpp.ErrNoProfile
	case err != nil:
		return fmt.Errorf("store: delete profile: %w", err)
	case done.Changed == 0 && !done.Repeated:
		return hpp.ErrNoProfile
	}
	return nil
}
