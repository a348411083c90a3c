package fsck

import (
	"context"
	"fmt"
)

// checkOrders judges each order with its captures and refunds.
func (r *run) checkOrders(ctx context.Context) error {
	key := func(m Movement) string { return m.Order }
	stray := func(m Movement) {
		r.report(Money, orderNamed(m.Order), "%s of %d belongs to it, and it is not there", m.ID, m.Amount)
	}
	captures := read("captures", r.Source.Captures(ctx), key, stray)
	defer captures.close()
	refunds := read("refunds", r.Source.Refunds(ctx), key, stray)
	defer refunds.close()
	count := r.counter("orders")
	for o, err := range r.Source.Orders(ctx) {
		if err != nil {
			return err
		}
		taken, err := captures.of(o.ID)
		if err != nil {
			return err
		}
		given, err := refunds.of(o.ID)
		if err != nil {
			return err
		}
		r.countJudged(Money, 1)
		r.reportAll(Money, orderNamed(o.ID), checkBalance(o, taken, given))
		r.index.checkMovements(r, o, taken, given)
		count()
	}
	if err := captures.rest(); err != nil {
		return err
	}
	return refunds.rest()
}

// checkBalance judges that an order's sums are those of its captures and refunds,
// and within what was authorized. Amounts are minor units.
func checkBalance(o Order, captures, refunds []Movement) (wrong []string) {
	if o.Refunded < 0 || o.Refunded > o.Captured || o.Released < 0 || o.Captured+o.Released > o.Amount {
		wrong = append(wrong, fmt.Sprintf("%d refunded, %d captured, %d released of %d; it should be 0 ≤ refunded ≤ captured, and captured + released ≤ authorized",
			o.Refunded, o.Captured, o.Released, o.Amount))
	}
	if o.DocumentAmount != o.Amount || o.DocumentReleased != o.Released {
		wrong = append(wrong, fmt.Sprintf("its row says %d authorized and %d released, its document %d and %d", o.Amount, o.Released, o.DocumentAmount, o.DocumentReleased))
	}
	for _, list := range []struct {
		what  string
		sum   int64
		moves []Movement
	}{{"captured", o.Captured, captures}, {"refunded", o.Refunded, refunds}} {
		sum := int64(0)
		for i, m := range list.moves {
			sum += m.Amount
			if m.Number != int64(i+1) {
				wrong = append(wrong, fmt.Sprintf("%s, %s, has the number %d; it should be %d", m.ID, list.what, m.Number, i+1))
			}
		}
		if sum != list.sum {
			wrong = append(wrong, fmt.Sprintf("%d is %s by its balance, %d by its %d entries", list.sum, list.what, sum, len(list.moves)))
		}
	}
	return wrong
}
