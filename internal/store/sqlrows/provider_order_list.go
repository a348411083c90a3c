package sqlrows

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/order"
)

const (
	listOrders = `SELECT version, document FROM playground_orders WHERE merchant_id = $1
		AND (created_at, order_id) < ($2, $3) AND created_at >= $4 ORDER BY created_at DESC, order_id DESC LIMIT $5`
	listCaptures = `SELECT order_id, document FROM playground_captures WHERE order_id = ANY ($1) ORDER BY order_id, number`
	listRefunds  = `SELECT order_id, document FROM playground_refunds WHERE order_id = ANY ($1) ORDER BY order_id, number`
)

// ListOrders implements provider.Store.
func (p Provider) ListOrders(ctx context.Context, merchant hpp.MerchantID, page order.Page) (found []order.Order, err error) {
	upTo, below := endTime(page.To), ""
	if page.After.ID != "" {
		upTo, below = millis(page.After.At), page.After.ID
	}
	err = p.db.Snapshot(ctx, func(ctx context.Context, q Queryer) error {
		found, err = collect(ctx, q, scanListedOrder, listOrders, merchant, upTo, below, beginTime(page.From), page.Limit)
		if err != nil || len(found) == 0 {
			return err
		}
		return readMovements(ctx, q, found)
	})
	if err != nil {
		return nil, fmt.Errorf("store: list orders: %w", err)
	}
	return found, nil
}

func scanListedOrder(row Row) (o order.Order, err error) {
	var version int64
	var text []byte
	if err := row.Scan(&version, &text); err != nil {
		return o, err
	}
	err = json.Unmarshal(text, &o)
	o.Version = version
	return o, err
}

// readMovements reads the captures and refunds of many orders.
func readMovements(ctx context.Context, q Queryer, orders []order.Order) error {
	ids := make([]string, len(orders))
	at := map[string]*order.Order{}
	for i := range orders {
		ids[i] = orders[i].ID
		at[ids[i]] = &orders[i]
	}
	err := q.Query(ctx, func(row Row) error {
		id, c, err := scanMovement[order.Capture](row)
		if o := at[id]; err == nil {
			o.Captures = append(o.Captures, c)
		}
		return err
	}, listCaptures, ids)
	if err != nil {
		return err
	}
	return q.Query(ctx, func(row Row) error {
		id, r, err := scanMovement[order.Refund](row)
		if o := at[id]; err == nil {
			o.Refunds = append(o.Refunds, r)
		}
		return err
	}, listRefunds, ids)
}

func scanMovement[T any](row Row) (orderID string, movement T, err error) {
	var text []byte
	if err := row.Scan(&orderID, &text); err != nil {
		return "", movement, err
	}
	return orderID, movement, json.Unmarshal(text, &movement)
}
