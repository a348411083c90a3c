package apicli

import (
	"context"
	"fmt"
	"net/http"

	"github.com/openhpp/openhpp/client"
)

const ordersPath = "/ordermanagement/v1/orders"

// ListOrders lists orders of the built-in provider, the newest first.
func (c Caller) ListOrders(ctx context.Context, l List) error {
	var rows []row
	err := c.things(ctx, "/openhpp/v1/orders", "orders", l, func(d document) error {
		var o client.Order
		if err := d.into(&o); err != nil {
			return err
		}
		rows = append(rows, row{d, o.OrderID, []string{at(o.CreatedAt), o.OrderID, o.Status, o.FraudStatus, money(o.Amount, o.Currency), money(o.Captured, o.Currency), o.Reference1}})
		return nil
	})
	if err != nil {
		return err
	}
	return c.list([]string{"MADE", "ORDER", "STATUS", "FRAUD STATUS", "AMOUNT", "CAPTURED", "REFERENCE"}, rows)
}

// ShowOrder prints an order as it is now.
func (c Caller) ShowOrder(ctx context.Context, id string) error {
	d, err := c.get(ctx, below(ordersPath, id))
	if err != nil {
		return err
	}
	return c.showOrder(d)
}

func (c Caller) showOrder(d document) error {
	var o client.Order
	if err := d.into(&o); err != nil {
		return err
	}
	return c.show(d, o.OrderID,
		field{"Order", o.OrderID}, field{"Status", o.Status}, field{"Fraud status", o.FraudStatus},
		field{"Reference", o.Reference}, field{"Merchant's reference", o.Reference1},
		field{"Amount", money(o.Amount, o.Currency)}, field{"Captured", money(o.Captured, o.Currency)},
		field{"Refunded", money(o.Refunded, o.Currency)}, field{"Remaining", money(o.Remaining, o.Currency)},
		field{"Made", at(o.CreatedAt)}, field{"Ends", at(o.ExpiresAt)})
}

// CaptureOrder takes money of an order and prints how it then is. Amount is in minor units; 0 is
// all that remains.
func (c Caller) CaptureOrder(ctx context.Context, id string, amount int64) error {
	return c.moveMoney(ctx, id, amount, "captures", "captured_amount", func(o client.Order) int64 { return o.Remaining })
}

// RefundOrder gives captured money back and prints how the order then is. Amount is in minor units;
// 0 is all that was captured.
func (c Caller) RefundOrder(ctx context.Context, id string, amount int64) error {
	return c.moveMoney(ctx, id, amount, "refunds", "refunded_amount", func(o client.Order) int64 { return o.Captured - o.Refunded })
}

func (c Caller) moveMoney(ctx context.Context, id string, amount int64, what, member string, rest func(client.Order) int64) error {
	path := below(ordersPath, id)
	if amount == 0 {
		d, err := c.get(ctx, path)
		if err != nil {
			return err
		}
		var o client.Order
		if err := d.into(&o); err != nil {
			return err
		}
		if amount = rest(o); amount == 0 {
			return fmt.Errorf("nothing is left of order %s for %s", id, what)
		}
	}
	if _, err := c.call(ctx, http.MethodPost, path+"/"+what, map[string]int64{member: amount}); err != nil {
		return err
	}
	return c.ShowOrder(ctx, id)
}
