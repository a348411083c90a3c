package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/store/sessionjson"
)

// insertCaptures adds captures; the sum is kept by the database, whose check
// refuses more than was authorized whatever the caller computed.
func insertCaptures(ctx context.Context, tx *transaction, orderID string, captures []order.Capture) error {
	for _, c := range captures {
		text, err := json.Marshal(c)
		if err != nil {
			return fmt.Errorf("sqlite: encode capture: %w", err)
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO playground_captures (order_id, number, capture_id, amount, document) VALUES (?, ?, ?, ?, ?)`,
			orderID, c.Number, c.ID, c.Amount, string(text))
		if err != nil {
			return fmt.Errorf("sqlite: insert capture: %w", err)
		}
		_, err = tx.ExecContext(ctx, `UPDATE playground_orders SET captured_amount = captured_amount + ? WHERE order_id = ?`, c.Amount, orderID)
		if err != nil {
			return fmt.Errorf("sqlite: add capture: %w", err)
		}
	}
	return nil
}

// saveCaptures rewrites those that a change marked; amounts stay.
func saveCaptures(ctx context.Context, tx *transaction, orderID string, captures []order.Capture) error {
	for _, c := range captures {
		if !c.Changed {
			continue
		}
		text, err := json.Marshal(c)
		if err != nil {
			return fmt.Errorf("sqlite: encode capture: %w", err)
		}
		_, err = tx.ExecContext(ctx, `UPDATE playground_captures SET document = ? WHERE order_id = ? AND number = ? AND amount = ?`,
			string(text), orderID, c.Number, c.Amount)
		if err != nil {
			return fmt.Errorf("sqlite: save capture: %w", err)
		}
	}
	return nil
}

// insertRefunds adds refunds; here too the database holds the sum, which
// never exceeds what was captured.
func insertRefunds(ctx context.Context, tx *transaction, orderID string, refunds []order.Refund) error {
	for _, r := range refunds {
		text, err := json.Marshal(r)
		if err != nil {
			return fmt.Errorf("sqlite: encode refund: %w", err)
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO playground_refunds (order_id, number, refund_id, amount, document) VALUES (?, ?, ?, ?, ?)`,
			orderID, r.Number, r.ID, r.Amount, string(text))
		if err != nil {
			return fmt.Errorf("sqlite: insert refund: %w", err)
		}
		_, err = tx.ExecContext(ctx, `UPDATE playground_orders SET refunded_amount = refunded_amount + ? WHERE order_id = ?`, r.Amount, orderID)
		if err != nil {
			return fmt.Errorf("sqlite: add refund: %w", err)
		}
	}
	return nil
}

// documents reads the rows of a list that belongs to an order.
func documents[T any](ctx context.Context, tx querier, query, orderID string) ([]T, error) {
	rows, err := tx.QueryContext(ctx, query, orderID)
	return collect(rows, err, func(r *sql.Rows) (T, error) {
		var value T
		var text []byte
		if err := r.Scan(&text); err != nil {
			return value, err
		}
		err := sessionjson.Read(text, &value)
		return value, err
	})
}
