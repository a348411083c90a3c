package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/checkout"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/payer"
)

// InsertCheckout implements playground.Store.
func (p Playground) InsertCheckout(ctx context.Context, o checkout.Order, answer endpoint.Answer, once endpoint.IdempotencyKey) (endpoint.Answer, error) {
	return p.answered(ctx, o.Merchant, once, func(tx *transaction) (endpoint.Answer, error) {
		text, err := json.Marshal(o)
		if err != nil {
			return endpoint.Answer{}, fmt.Errorf("sqlite: encode Checkout order: %w", err)
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO playground_checkouts
			(order_id, merchant_id, version, created_at, expires_at, document) VALUES (?, ?, 1, ?, ?, ?)`,
			o.ID, o.Merchant, millis(o.StartedAt), millis(o.ExpiresAt), string(text))
		if err != nil {
			return endpoint.Answer{}, fmt.Errorf("sqlite: insert Checkout order: %w", err)
		}
		return answer, nil
	})
}

const (
	selectCheckout          = `SELECT version, document FROM playground_checkouts WHERE order_id = ?`
	selectMerchantsCheckout = selectCheckout + ` AND merchant_id = ?`
)

func scanCheckout(row *sql.Row) (checkout.Order, error) {
	var o checkout.Order
	var version int64
	err := scanDocument(row, &o, &version)
	o.Version = version
	return o, err
}

// Checkout implements playground.Store.
func (p Playground) Checkout(ctx context.Context, merchant hpp.MerchantID, id string) (checkout.Order, error) {
	return scanCheckout(p.db.read.QueryRowContext(ctx, selectMerchantsCheckout, id, merchant))
}

// CheckoutOf implements playground.Store.
func (p Playground) CheckoutOf(ctx context.Context, id string) (checkout.Order, error) {
	return scanCheckout(p.db.read.QueryRowContext(ctx, selectCheckout, id))
}

// UpdateCheckout implements playground.Store.
func (p Playground) UpdateCheckout(ctx context.Context, merchant hpp.MerchantID, id string, once endpoint.IdempotencyKey,
	change func(*checkout.Order) (endpoint.Answer, error),
) (endpoint.Answer, error) {
	return p.answered(ctx, merchant, once, func(tx *transaction) (endpoint.Answer, error) {
		o, err := scanCheckout(tx.QueryRowContext(ctx, selectMerchantsCheckout, id, merchant))
		if err != nil {
			return endpoint.Answer{}, err
		}
		answer, err := change(&o)
		if err != nil {
			return endpoint.Answer{}, err
		}
		return answer, saveCheckout(ctx, tx, o)
	})
}

// AttemptCheckout implements playground.Store.
func (p Playground) AttemptCheckout(ctx context.Context, merchant hpp.MerchantID, id, key string,
	change func(*checkout.Order, *payer.Attempt) (*checkout.Completion, error),
) (payer.Attempt, error) {
	var attempt payer.Attempt
	err := p.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		o, err := scanCheckout(tx.QueryRowContext(ctx, selectMerchantsCheckout, id, merchant))
		if err != nil {
			return err
		}
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
		return saveCheckout(ctx, tx, o)
	})
	if err != nil {
		return payer.Attempt{}, err
	}
	return attempt, nil
}

// insertCompletion stores what comes of an order, if it is complete.
func insertCompletion(ctx context.Context, tx *transaction, id string, done *checkout.Completion) error {
	if done == nil {
		return nil
	}
	if err := insertOrder(ctx, tx, done.Order); err != nil || done.Token == nil {
		return err
	}
	return insertToken(ctx, tx, id, *done.Token)
}

// saveCheckout writes an order that was loaded in version o.Version.
func saveCheckout(ctx context.Context, tx *transaction, o checkout.Order) error {
	text, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("sqlite: encode Checkout order: %w", err)
	}
	result, err := tx.ExecContext(ctx, `UPDATE playground_checkouts SET version = version + 1, expires_at = ?, document = ?
		WHERE order_id = ? AND version = ?`, millis(o.ExpiresAt), string(text), o.ID, o.Version)
	if err != nil {
		return fmt.Errorf("sqlite: save Checkout order: %w", err)
	}
	if err := oneRow(result, "Checkout order "+o.ID); err != nil {
		return err
	}
	return insertFollowing(ctx, tx, o.Merchant, o.Jobs)
}
