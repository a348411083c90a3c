package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/payment"
)

// insertOrder stores a new order with its captures and jobs.
func insertOrder(ctx context.Context, tx *transaction, o order.Order) error {
	text, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("sqlite: encode order: %w", err)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO playground_orders (order_id, session_id, merchant_id, version, order_amount,
		fraud_status, decision_due, created_at, expires_at, document) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?)`,
		o.ID, o.SessionID, o.Merchant, o.Amount, o.Fraud, decisionDue(o), millis(o.CreatedAt), millis(o.ExpiresAt), string(text))
	if isUnique(err) {
		return payment.ErrCompleted
	}
	if err != nil {
		return fmt.Errorf("sqlite: insert order: %w", err)
	}
	if err := insertCaptures(ctx, tx, o.ID, o.Captures); err != nil {
		return err
	}
	return insertFollowing(ctx, tx, o.Merchant, o.Jobs)
}

func decisionDue(o order.Order) any {
	if o.Decision == nil {
		return nil
	}
	return millis(o.Decision.Due)
}

// insertFollowing puts what a change leaves to do beside it.
func insertFollowing(ctx context.Context, tx *transaction, merchant hpp.MerchantID, jobs []endpoint.Job) error {
	for _, job := range jobs {
		_, err := tx.ExecContext(ctx, `INSERT INTO outbox (subject, id, kind, merchant_id, seq, due_at, payload, created_at) VALUES (?, ?, ?, ?, 1, ?, ?, ?)`,
			job.Subject, job.ID, job.Kind, merchant, millis(job.Due), job.Payload, millis(job.Due))
		if err != nil {
			return fmt.Errorf("sqlite: insert job: %w", err)
		}
	}
	return nil
}

const selectOrder = `SELECT version, document FROM playground_orders WHERE `

func readOrder(ctx context.Context, tx querier, where string, args ...any) (order.Order, error) {
	var o order.Order
	var version int64
	if err := scanDocument(tx.QueryRowContext(ctx, selectOrder+where, args...), &o, &version); err != nil {
		return order.Order{}, err
	}
	o.Version = version
	var err error
	if o.Captures, err = documents[order.Capture](ctx, tx, `SELECT document FROM playground_captures WHERE order_id = ? ORDER BY number`, o.ID); err != nil {
		return order.Order{}, err
	}
	o.Refunds, err = documents[order.Refund](ctx, tx, `SELECT document FROM playground_refunds WHERE order_id = ? ORDER BY number`, o.ID)
	return o, err
}

// Order implements playground.Store.
func (p Playground) Order(ctx context.Context, merchant hpp.MerchantID, id string) (order.Order, error) {
	return p.orderWhere(ctx, "order_id = ? AND merchant_id = ?", id, merchant)
}

// OrderOf implements playground.Store.
func (p Playground) OrderOf(ctx context.Context, sessionID string) (order.Order, error) {
	return p.orderWhere(ctx, "session_id = ?", sessionID)
}

// orderWhere reads an order and its captures as of one moment.
func (p Playground) orderWhere(ctx context.Context, where string, args ...any) (order.Order, error) {
	tx, err := p.db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return order.Order{}, fmt.Errorf("sqlite: begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	return readOrder(ctx, tx, where, args...)
}

// UpdateOrder implements playground.Store.
func (p Playground) UpdateOrder(ctx context.Context, merchant hpp.MerchantID, id string, once endpoint.IdempotencyKey,
	change func(*order.Order) (endpoint.Answer, error),
) (endpoint.Answer, error) {
	return p.answered(ctx, merchant, once, func(tx *transaction) (endpoint.Answer, error) {
		var answer endpoint.Answer
		o, err := readOrder(ctx, tx, "order_id = ? AND merchant_id = ?", id, merchant)
		if err != nil {
			return answer, err
		}
		err = changeOrder(ctx, tx, o, func(o *order.Order) (err error) {
			answer, err = change(o)
			return err
		})
		return answer, err
	})
}

// AdvanceOrder implements playground.Store.
func (p Playground) AdvanceOrder(ctx context.Context, id string, change func(*order.Order) error) error {
	return p.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		o, err := readOrder(ctx, tx, "order_id = ?", id)
		if err != nil {
			return err
		}
		return changeOrder(ctx, tx, o, change)
	})
}

// changeOrder saves what change makes of an order, with all that belongs to it.
func changeOrder(ctx context.Context, tx *transaction, o order.Order, change func(*order.Order) error) error {
	captures, refunds := len(o.Captures), len(o.Refunds)
	if err := change(&o); err != nil {
		return err
	}
	if err := saveOrder(ctx, tx, o); err != nil {
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

func saveOrder(ctx context.Context, tx *transaction, o order.Order) error {
	text, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("sqlite: encode order: %w", err)
	}
	result, err := tx.ExecContext(ctx, `UPDATE playground_orders SET version = version + 1, order_amount = ?, released_amount = ?,
		fraud_status = ?, decision_due = ?, expires_at = ?, document = ? WHERE order_id = ? AND version = ?`,
		o.Amount, o.Released, o.Fraud, decisionDue(o), millis(o.ExpiresAt), string(text), o.ID, o.Version)
	if err != nil {
		return fmt.Errorf("sqlite: save order: %w", err)
	}
	return oneRow(result, "order "+o.ID)
}
