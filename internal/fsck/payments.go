package fsck

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// orderLife is how long an order can be captured, and is kept for sure
// (docs/spec/provider.md §C.7).
const orderLife = 28 * 24 * time.Hour

// checkPayments judges each payment session's sessions with its order.
func (r *run) checkPayments(ctx context.Context) error {
	orders := read("orders", r.Source.OrdersByPayment(ctx), func(o Order) string { return o.Payment }, func(o Order) { r.checkPayment(nil, []Order{o}) })
	defer orders.close()
	count := r.counter("payments")
	var group []Session
	flush := func() error {
		if len(group) == 0 {
			return nil
		}
		own, err := orders.of(group[0].Row.Payment.ID)
		if err != nil {
			return err
		}
		r.checkPayment(group, own)
		group = group[:0]
		return nil
	}
	for s, err := range r.Source.SessionsByPayment(ctx) {
		if err != nil {
			return err
		}
		if len(group) > 0 && group[0].Row.Payment.ID != s.Row.Payment.ID {
			if err := flush(); err != nil {
				return err
			}
		}
		group = append(group, s)
		count()
	}
	if err := flush(); err != nil {
		return err
	}
	return orders.rest()
}

// sold judges the sessions on one payment session, and its orders.
func (r *run) checkPayment(sessions []Session, orders []Order) {
	r.countJudged(OneOrder, len(sessions)+len(orders))
	if len(orders) > 1 {
		r.report(OneOrder, orderNamed(orders[1].ID), "payment session %s has %d orders; it should have one", orders[1].Payment, len(orders))
	}
	var placedBy hpp.SessionID
	for _, s := range sessions {
		if s.Unreadable || s.Payment.Provider != r.Provider {
			continue
		}
		name := sessionNamed(s.ID)
		r.reportAll(OneOrder, name, r.checkOrderOf(s, orders))
		if !mustHaveOrder(s) {
			continue
		}
		if placedBy != "" {
			r.report(OneOrder, name, "it placed an order on payment session %s, and so did session %s; one should have", s.Payment.ID, placedBy)
		}
		placedBy = s.ID
	}
	r.index.checkOrderCauses(r, sessions, orders)
}

// mustHaveOrder reports whether the session itself must have made an order.
func mustHaveOrder(s Session) bool {
	places := s.Payment.Kind == hpp.KindCheckout || s.Options.PlaceOrderMode != hpp.PlaceNone
	return s.Status == hpp.Completed && !s.Result.CompletedElsewhere && places
}

// checkOrderOf judges what a session says of its order.
func (r *run) checkOrderOf(s Session, orders []Order) (wrong []string) {
	id := s.Result.OrderID
	i := slices.IndexFunc(orders, func(o Order) bool { return o.ID == id })
	switch {
	case id != "" && s.Status != hpp.Completed:
		wrong = append(wrong, fmt.Sprintf("it names order %s and is %s; it should be COMPLETED", id, s.Status))
	case !mustHaveOrder(s):
		if r.Quiescent && len(orders) > 0 && !s.Status.Final() && !s.Expired && !s.Busy() {
			wrong = append(wrong, fmt.Sprintf("its payment became order %s, and it is still %s; it should be COMPLETED", orders[0].ID, s.Status))
		}
	case id == "":
		wrong = append(wrong, fmt.Sprintf("it is COMPLETED in mode %s and names no order", s.Options.PlaceOrderMode))
	case i < 0 && r.Now.Sub(s.UpdatedAt) < orderLife:
		wrong = append(wrong, fmt.Sprintf("it names order %s, and its payment session has no such order", id))
	case i >= 0:
		wrong = append(wrong, checkAgreement(s, orders[i])...)
	}
	return wrong
}

// checkAgreement judges that an order is for what the payer agreed to. Lines are
// compared until the merchant changes the order, which may replace them.
func checkAgreement(s Session, o Order) (wrong []string) {
	if o.Merchant != s.Merchant {
		wrong = append(wrong, fmt.Sprintf("order %s is merchant %s's; it should be %s's", o.ID, o.Merchant, s.Merchant))
	}
	if o.Placed.Amount != s.Purchase.Amount || o.Placed.Currency != s.Purchase.Currency {
		wrong = append(wrong, fmt.Sprintf("order %s was placed for %d %s; the payer agreed to %d %s",
			o.ID, o.Placed.Amount, o.Placed.Currency, s.Purchase.Amount, s.Purchase.Currency))
	}
	untouched := o.Version-1 <= o.Movements
	if s.Payment.Kind == hpp.KindPayments && untouched && !slices.EqualFunc(o.Placed.Lines, s.Purchase.Lines, sameLine) {
		wrong = append(wrong, fmt.Sprintf("the lines of order %s are not those that the payer agreed to", o.ID))
	}
	return wrong
}

// sameLine compares what is paid. What was taken off before is in the total, and
// older sessions do not say it.
func sameLine(a, b hpp.Line) bool {
	a.Discount, b.Discount = 0, 0
	return a == b
}
