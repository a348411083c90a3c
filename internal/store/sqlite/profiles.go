package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/store/sessionjson"
)

// Profiles implements hpp.ProfileStore.
type Profiles struct{ db *DB }

// Profiles keeps merchants' defaults.
func (d *DB) Profiles() Profiles { return Profiles{d} }

var _ hpp.ProfileStore = Profiles{}

// PutProfile implements hpp.ProfileStore.
func (p Profiles) PutProfile(ctx context.Context, one hpp.Profile, most int64) (created bool, err error) {
	text, err := sessionjson.EncodeProfile(one)
	if err != nil {
		return false, err
	}
	err = p.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		var others int64
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM profiles WHERE merchant_id = ? AND profile_id <> ?`, one.Merchant, one.ID).Scan(&others); err != nil {
			return fmt.Errorf("sqlite: count profiles: %w", err)
		}
		if others >= most {
			return hpp.ErrTooManyProfiles
		}
		var known bool
		if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM profiles WHERE merchant_id = ? AND profile_id = ?)`, one.Merchant, one.ID).Scan(&known); err != nil {
			return fmt.Errorf("sqlite: find profile: %w", err)
		}
		created = !known
		_, err := tx.ExecContext(ctx, `INSERT INTO profiles (merchant_id, profile_id, updated_at, document) VALUES (?1, ?2, ?3, ?4)
			ON CONFLICT (merchant_id, profile_id) DO UPDATE SET updated_at = ?3, document = ?4`,
			one.Merchant, one.ID, millis(one.UpdatedAt), string(text))
		if err != nil {
			return fmt.Errorf("sqlite: save profile: %w", err)
		}
		return nil
	})
	return created, err
}

const selectProfile = `SELECT merchant_id, profile_id, updated_at, document FROM profiles WHERE merchant_id = ?`

func scanProfile(row interface{ Scan(...any) error }) (hpp.Profile, error) {
	var merchant hpp.MerchantID
	var id string
	var updated int64
	var text []byte
	err := row.Scan(&merchant, &id, &updated, &text)
	if errors.Is(err, sql.ErrNoRows) {
		return hpp.Profile{}, hpp.ErrNoProfile
	}
	if err != nil {
		return hpp.Profile{}, fmt.Errorf("sqlite: read profile: %w", err)
	}
	one, err := sessionjson.DecodeProfile(text)
	one.Merchant, one.ID, one.UpdatedAt = merchant, id, fromMillis(updated)
	return one, err
}

// Profile implements hpp.ProfileStore.
func (p Profiles) Profile(ctx context.Context, merchant hpp.MerchantID, id string) (hpp.Profile, error) {
	return scanProfile(p.db.read.QueryRowContext(ctx, selectProfile+` AND profile_id = ?`, merchant, id))
}

// ListProfiles implements hpp.ProfileStore.
func (p Profiles) ListProfiles(ctx context.Context, merchant hpp.MerchantID) ([]hpp.Profile, error) {
	rows, err := p.db.read.QueryContext(ctx, selectProfile+` ORDER BY profile_id`, merchant)
	return collect(rows, err, func(r *sql.Rows) (hpp.Profile, error) { return scanProfile(r) })
}

// DeleteProfile implements hpp.ProfileStore.
func (p Profiles) DeleteProfile(ctx context.Context, merchant hpp.MerchantID, id string) error {
	return p.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM profiles WHERE merchant_id = ? AND profile_id = ?`, merchant, id)
		if err != nil {
			return fmt.Errorf("sqlite: delete profile: %w", err)
		}
		if deleted, err := result.RowsAffected(); err != nil || deleted == 1 {
			return err
		}
		return hpp.ErrNoProfile
	})
}
