package fscksource

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"

	"github.com/openhpp/openhpp/internal/fsck"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/order"
)

const selectOrders = `SELECT order_id, session_id, merchant_id, version, order_amount, captured_amount, refunded_amount, released_amount, document,
	(SELECT count(*) FROM playground_captures c WHERE c.order_id = o.order_id) + (SELECT count(*) FROM playground_refunds r WHERE r.order_id = o.order_id)
	FROM playground_orders o`

func scanOrder(rows Rows) (o fsck.Order, err error) {
	var text []byte
	err = rows.Scan(&o.ID, &o.Payment, &o.Merchant, &o.Version, &o.Amount, &o.Captured, &o.Refunded, &o.Released, &text, &o.Movements)
	if err != nil {
		return o, err
	}
	var document order.Order
	if err := json.Unmarshal(text, &document); err != nil {
		return o, fmt.Errorf("order %s: %w", o.ID, err)
	}
	o.DocumentAmount, o.DocumentReleased = document.Amount, document.Released
	o.Placed = fsck.Placed{Amount: document.OriginalAmount, Currency: document.Purchase.PurchaseCurrency}
	for _, l := range document.Purchase.OrderLines {
		o.Placed.Lines = append(o.Placed.Lines, hpp.Line{Type: l.Type, Name: l.Name, Quantity: l.Quantity, Unit: l.QuantityUnit, Total: l.TotalAmount})
	}
	return o, nil
}

// OrdersByPayment implements fsck.Source.
func (s Snapshot) OrdersByPayment(ctx context.Context) iter.Seq2[fsck.Order, error] {
	return list(ctx, s, selectOrders+` ORDER BY session_id`, scanOrder)
}

// Orders implements fsck.Source.
func (s Snapshot) Orders(ctx context.Context) iter.Seq2[fsck.Order, error] {
	return list(ctx, s, selectOrders+` ORDER BY order_id`, scanOrder)
}

func scanMovement(rows Rows) (m fsck.Movement, err error) {
	return m, rows.Scan(&m.Order, &m.Number, &m.ID, &m.Amount)
}

// Captures implements fsck.Source.
func (s Snapshot) Captures(ctx context.Context) iter.Seq2[fsck.Movement, error] {
	return list(ctx, s, `SELECT order_id, number, capture_id, amount FROM playground_captures ORDER BY order_id, number`, scanMovement)
}

// Refunds implements fsck.Source.
func (s Snapshot) Refunds(ctx context.Context) iter.Seq2[fsck.Movement, error] {
	return list(ctx, s, `SELECT order_id, number, refund_id, amount FROM playground_refunds ORDER BY order_id, number`, scanMovement)
}
