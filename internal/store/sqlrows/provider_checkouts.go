package sqlrows

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/checkout"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/payer"
)

// InsertCheckout implements provider.Store.
func (p Provider) InsertCheckout(ctx context.Context, o checkout.Order, answer endpoint.Answer, once endpoint.IdempotencyKey) (endpoint.Answer, error) {
	text, err := json.Marshal(o)
	if err != nil {
		return endpoint.Answer{}, fmt.Errorf("store: encode Checkout order: %w", err)
	}
	return p.answered(ctx, o.Merchant, once, func(ctx context.Context, tx Tx) (endpoint.Answer, error) {
		_, err := tx.Exec(ctx, `INSERT INTO playground_checkouts
			(order_id, merchant_id, version, created_at, expires_at, document) VALUES ($1, $2, 1, $3, $4, $5)`,
			o.ID, o.Merchant, millis(o.StartedAt), millis(o.ExpiresAt), string(text))
		if err != nil {
			return endpoint.Answer{}, fmt.Errorf("store: insert Checkout order: %w", err)
		}
		return answer, nil
	}, present(`SELECT EXISTS (SELECT 1 FROM playground_checkouts WHERE order_id = $1)`, o.ID))
}

const (
	selectCheckout          = `SELECT version, document FROM playground_checkouts WHERE order_id = $1`
	selectMerchantsCheckout = selectCheckout + ` AND merchant_id = $2`
	selectCheckoutMark      = `SELECT version, mark FROM playground_checkouts WHERE order_id = $1 FOR UPDATE`
)

func scanCheckout(row Row) (checkout.Order, error) {
	var o checkout.Order
	var version int64
	err := scanDocument(row, &o, &version)
	o.Version = version
	return o, err
}

// Checkout implements provider.Store.
func (p Provider) Checkout(ctx context.Context, merchant hpp.MerchantID, id string) (checkout.Order, error) {
	return scanCheckout(p.db.QueryRow(ctx, selectMerchantsCheckout, id, merchant))
}

// CheckoutOf implements provider.Store.
func (p Provider) CheckoutOf(ctx context.Context, id string) (checkout.Order, error) {
	return scanCheckout(p.db.QueryRow(ctx, selectCheckout, id))
}

// UpdateCheckout implements provider.Store.
func (p Provider) UpdateCheckout(ctx context.Context, merchant hpp.MerchantID, id string, once endpoint.IdempotencyKey,
	change func(*checkout.Order) (endpoint.Answer, error),
) (endpoint.Answer, error) {
	marker := NewCommitMarker()
	return p.answered(ctx, merchant, once, func(ctx context.Context, tx Tx) (endpoint.Answer, error) {
		o, err := scanCheckout(tx.QueryRow(ctx, selectMerchantsCheckout+` FOR UPDATE`, id, merchant))
		if err != nil {
			return endpoint.Answer{}, err
		}
		marker.Version = o.Version
		answer, err := change(&o)
		if err != nil {
			return endpoint.Answer{}, err
		}
		return answer, saveCheckout(ctx, tx, o, marker)
	}, marker.WasCommitted(selectCheckoutMark, &id))
}

// AttemptCheckout implements provider.Store.
func (p Provider) AttemptCheckout(ctx context.Context, merchant hpp.MerchantID, id, key string,
	change func(*checkout.Order, *payer.Attempt) (*checkout.Completion, error),
) (payer.Attempt, error) {
	var attempt payer.Attempt
	marker := NewCommitMarker()
	err := p.db.Update(ctx, func(ctx context.Context, tx Tx) error {
		o, err := scanCheckout(tx.QueryRow(ctx, selectMerchantsCheckout+` FOR UPDATE`, id, merchant))
		if err != nil {
			return err
		}
		marker.Version = o.Version
		if attempt, err = readAttempt(ctx, tx, id, key); err != nil {
			return err
		}
		done, err := change(&o, &attempt)
		if err != nil {
			return err
		}
		if err := insertCompletion(ctx, tx, o.ID, done); err != nil {
			return err
		}
		if err := saveAttempt(ctx, tx, id, attempt); err != nil {
			return err
		}
		return saveCheckout(ctx, tx, o, marker)
	}, marker.WasCommitted(selectCheckoutMark, &id))
	if err != nil {
		return payer.Attempt{}, err
	}
	return attempt, nil
}

// insertCompletion stores what comes of an order, if it is complete.
func insertCompletion(ctx context.Context, tx Tx, id string, done *checkout.Completion) error {
	if done == nil {
		return nil
	}
	if err := insertOrder(ctx, tx, done.Order); err != nil || done.Token == nil {
		return err
	}
	return insertToken(ctx, tx, id, *done.Token)
}

// saveCheckout writes an order that was loaded in version o.Version.
func saveCheckout(ctx context.Context, tx Tx, o checkout.Order, marker *CommitMarker) error {
	text, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("store: encode Checkout order: %w", err)
	}
	changed, err := tx.Exec(ctx, `UPDATE playground_checkouts SET version = version + 1, mark = $1, expires_at = $2, document = $3
		WHERE order_id = $4 AND version = $5`, marker.Bytes, millis(o.ExpiresAt), string(text), o.ID, o.Version)
	if err != nil {
		return fmt.Errorf("store: save Checkout order: %w", err)
	}
	if err := oneRow(changed, "Checkout order "+o.ID); err != nil {
		return err
	}
	return insertFollowing(ctx, tx, o.Merchant, o.Jobs)
}
