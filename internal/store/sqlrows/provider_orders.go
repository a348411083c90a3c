package sqlrows

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/payment"
)

// insertOrder stores a new order with its captures and jobs.
func insertOrder(ctx context.Context, tx Tx, o order.Order) error {
	text, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("store: encode order: %w", err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO playground_orders (order_id, session_id, merchant_id, version, order_amount,
		fraud_status, decision_due, created_at, expires_at, document) VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9)`,
		o.ID, o.SessionID, o.Merchant, o.Amount, o.Fraud, decisionDue(o), millis(o.CreatedAt), millis(o.ExpiresAt), string(text))
	if errors.Is(err, ErrDuplicate) {
		return payment.ErrCompleted
	}
	if err != nil {
		return fmt.Errorf("store: insert order: %w", err)
	}
	if err := insertCaptures(ctx, tx, o.ID, o.Captures); err != nil {
		return err
	}
	return insertFollowing(ctx, tx, o.Merchant, o.Jobs)
}

func decisionDue(o order.Order) *int64 {
	if o.Decision == nil {
		return nil
	}
	return optional(o.Decision.Due)
}

// insertFollowing puts what a change leaves to do beside it.
func insertFollowing(ctx context.Context, tx Tx, merchant hpp.MerchantID, jobs []endpoint.Job) error {
	for _, job := range jobs {
		_, err := tx.Exec(ctx, InsertJob, job.Subject, job.ID, job.Kind, merchant, 1, millis(job.Due), job.Payload, millis(job.Due))
		if err != nil {
			return fmt.Errorf("store: insert job: %w", err)
		}
	}
	return nil
}

const (
	selectOrder          = `SELECT version, document FROM playground_orders WHERE order_id = $1`
	selectMerchantsOrder = selectOrder + ` AND merchant_id = $2`
	selectOrderMark      = `SELECT version, mark FROM playground_orders WHERE order_id = $1 FOR UPDATE`
	selectCaptures       = `SELECT document FROM playground_captures WHERE order_id = $1 ORDER BY number`
	selectRefunds        = `SELECT document FROM playground_refunds WHERE order_id = $1 ORDER BY number`
)

// readOrder reads an order and then what belongs to it: under the order's lock
// or in one snapshot.
func readOrder(ctx context.Context, q Queryer, query string, args ...any) (order.Order, error) {
	var o order.Order
	var version int64
	if err := scanDocument(q.QueryRow(ctx, query, args...), &o, &version); err != nil {
		return order.Order{}, err
	}
	o.Version = version
	var err error
	if o.Captures, err = documents[order.Capture](ctx, q, selectCaptures, o.ID); err != nil {
		return order.Order{}, err
	}
	o.Refunds, err = documents[order.Refund](ctx, q, selectRefunds, o.ID)
	return o, err
}

// Order implements provider.Store.
func (p Provider) Order(ctx context.Context, merchant hpp.MerchantID, id string) (order.Order, error) {
	return p.orderAt(ctx, selectMerchantsOrder, id, merchant)
}

// OrderOf implements provider.Store.
func (p Provider) OrderOf(ctx context.Context, sessionID string) (order.Order, error) {
	return p.orderAt(ctx, `SELECT version, document FROM playground_orders WHERE session_id = $1`, sessionID)
}

// orderAt reads an order and its captures as of one moment.
func (p Provider) orderAt(ctx context.Context, query string, args ...any) (o order.Order, err error) {
	err = p.db.Snapshot(ctx, func(ctx context.Context, q Queryer) (err error) {
		o, err = readOrder(ctx, q, query, args...)
		return err
	})
	return o, err
}

// UpdateOrder implements provider.Store.
func (p Provider) UpdateOrder(ctx context.Context, merchant hpp.MerchantID, id string, once endpoint.IdempotencyKey,
	change func(*order.Order) (endpoint.Answer, error),
) (endpoint.Answer, error) {
	marker := NewCommitMarker()
	return p.answered(ctx, merchant, once, func(ctx context.Context, tx Tx) (answer endpoint.Answer, err error) {
		o, err := readOrder(ctx, tx, selectMerchantsOrder+` FOR UPDATE`, id, merchant)
		if err != nil {
			return answer, err
		}
		err = changeOrder(ctx, tx, o, marker, func(o *order.Order) (err error) {
			answer, err = change(o)
			return err
		})
		return answer, err
	}, marker.WasCommitted(selectOrderMark, &id))
}

// AdvanceOrder implements provider.Store.
func (p Provider) AdvanceOrder(ctx context.Context, id string, change func(*order.Order) error) error {
	marker := NewCommitMarker()
	return p.db.Update(ctx, func(ctx context.Context, tx Tx) error {
		o, err := readOrder(ctx, tx, selectOrder+` FOR UPDATE`, id)
		if err != nil {
			return err
		}
		return changeOrder(ctx, tx, o, marker, change)
	}, marker.WasCommitted(selectOrderMark, &id))
}

// changeOrder saves what change makes of an order, with all that belongs to it.
func changeOrder(ctx context.Context, tx Tx, o order.Order, marker *CommitMarker, change func(*order.Order) error) error {
	captures, refunds := len(o.Captures), len(o.Refunds)
	marker.Version = o.Version
	if err := change(&o); err != nil {
		return err
	}
	if err := saveOrder(ctx, tx, o, marker); err != nil {
		return err
	}
	if err := saveCaptures(ctx, tx, o.ID, o.Captures[:captures]); err != nil {
		return err
	}
	if err := insertCaptures(ctx, tx, o.ID, o.Captures[captures:]); err != nil {
		return err
	}
	if err := insertRefunds(ctx, tx, o.ID, o.Refunds[refunds:]); err != nil {
		return err
	}
	return insertFollowing(ctx, tx, o.Merchant, o.Jobs)
}

func saveOrder(ctx context.Context, tx Tx, o order.Order, marker *CommitMarker) error {
	text, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("store: encode order: %w", err)
	}
	changed, err := tx.Exec(ctx, `UPDATE playground_orders SET version = version + 1, mark = $1, order_amount = $2, released_amount = $3,
		fraud_status = $4, decision_due = $5, expires_at = $6, document = $7 WHERE order_id = $8 AND version = $9`,
		marker.Bytes, o.Amount, o.Released, o.Fraud, decisionDue(o), millis(o.ExpiresAt), string(text), o.ID, o.Version)
	if err != nil {
		return fmt.Errorf("store: save order: %w", err)
	}
	return oneRow(changed, "order "+o.ID)
}
