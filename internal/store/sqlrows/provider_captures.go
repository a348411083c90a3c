package sqlrows

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/store/sessionjson"
)

// insertCaptures adds captures; the sum is kept by the database, whose check
// refuses more than was authorized whatever the caller computed.
func insertCaptures(ctx context.Context, tx Tx, orderID string, captures []order.Capture) error {
	for _, c := range captures {
		text, err := json.Marshal(c)
		if err != nil {
			return fmt.Errorf("store: encode capture: %w", err)
		}
		_, err = tx.Exec(ctx, `INSERT INTO playground_captures (order_id, number, capture_id, amount, document) VALUES ($1, $2, $3, $4, $5)`,
			orderID, c.Number, c.ID, c.Amount, string(text))
		if err != nil {
			return fmt.Errorf("store: insert capture: %w", err)
		}
		_, err = tx.Exec(ctx, `UPDATE playground_orders SET captured_amount = captured_amount + $1 WHERE order_id = $2`, c.Amount, orderID)
		if err != nil {
			return fmt.Errorf("store: add capture: %w", err)
		}
	}
	return nil
}

// saveCaptures rewrites those that a change marked; amounts stay.
func saveCaptures(ctx context.Context, tx Tx, orderID string, captures []order.Capture) error {
	for _, c := range captures {
		if !c.Changed {
			continue
		}
		text, err := json.Marshal(c)
		if err != nil {
			return fmt.Errorf("store: encode capture: %w", err)
		}
		_, err = tx.Exec(ctx, `UPDATE playground_captures SET document = $1 WHERE order_id = $2 AND number = $3 AND amount = $4`,
			string(text), orderID, c.Number, c.Amount)
		if err != nil {
			return fmt.Errorf("store: save capture: %w", err)
		}
	}
	return nil
}

// insertRefunds adds refunds; here too the database holds the sum, which
// never exceeds what was captured.
func insertRefunds(ctx context.Context, tx Tx, orderID string, refunds []order.Refund) error {
	for _, r := range refunds {
		text, err := json.Marshal(r)
		if err != nil {
			return fmt.Errorf("store: encode refund: %w", err)
		}
		_, err = tx.Exec(ctx, `INSERT INTO playground_refunds (order_id, number, refund_id, amount, document) VALUES ($1, $2, $3, $4, $5)`,
			orderID, r.Number, r.ID, r.Amount, string(text))
		if err != nil {
			return fmt.Errorf("store: insert refund: %w", err)
		}
		_, err = tx.Exec(ctx, `UPDATE playground_orders SET refunded_amount = refunded_amount + $1 WHERE order_id = $2`, r.Amount, orderID)
		if err != nil {
			return fmt.Errorf("store: add refund: %w", err)
		}
	}
	return nil
}

// documents reads the rows of a list that belongs to an order.
func documents[T any](ctx context.Context, q Queryer, query, orderID string) ([]T, error) {
	return collect(ctx, q, func(r Row) (T, error) {
		var value T
		var text []byte
		if err := r.Scan(&text); err != nil {
			return value, err
		}
		err := sessionjson.Read(text, &value)
		return value, err
	}, query, orderID)
}
