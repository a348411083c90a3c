package hpp_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// paid is a session that is completed, and its link.
func (w *world) paid() (hpp.Session, string) {
	s, link := w.make(func(c *hpp.SessionRequest) { c.PlaceOrderMode = "PLACE_ORDER" })
	w.must(w.pay(link))
	return s, link
}

func TestAReceiptIsSentToTheAddressTyped(t *testing.T) {
	w := newWorld(t)
	s, link := w.paid()
	view := w.open(link)
	w.must(w.SendReceipt(t.Context(), view, "Kim@Shop.example"))
	w.must(w.SendReceipt(t.Context(), w.open(link), "kim@shop.example")) // after a lost answer
	if err := w.deliver(hpp.JobEmail); err != nil || len(w.mail.receipts) != 1 || len(w.mail.sent) != 0 {
		t.Fatalf("%v: %d receipts, %d invitations", err, len(w.mail.receipts), len(w.mail.sent))
	}
	r := w.mail.receipts[0]
	if r.Distribution.To != "kim@shop.example" || r.Order == "" || r.Reference == "" || r.Category == "" || r.Purchase.Amount != view.Purchase.Amount || r.Stop == "" || !r.CompletedAt.Equal(view.Session.UpdatedAt) {
		t.Errorf("%+v", r)
	}
	if d := one(t, w.report(s)); d.State != hpp.DistributionAccepted || d.Kind != hpp.ReceiptDistribution || d.To != "" {
		t.Errorf("%+v", d)
	}
	if v := w.open(link); v.State != hpp.PageCompleted || v.Payer.Email == "kim@shop.example" {
		t.Errorf("%s, %q", v.State, v.Payer.Email)
	}
}

// Receipts are of completed sessions, and few; whoever wants no messages gets none.
func TestAReceiptIsRefused(t *testing.T) {
	w := newWorld(t)
	_, open := w.make(nil)
	if err := w.SendReceipt(t.Context(), w.open(open), "kim@shop.example"); !errors.Is(err, hpp.ErrClosed) {
		t.Errorf("of an open session: %v", err)
	}
	s, link := w.paid()
	if err := w.SendReceipt(t.Context(), w.open(link), "nobody"); !hpp.IsCode(err, hpp.CodeConstraint) {
		t.Errorf("to no address: %v", err)
	}
	for _, to := range []string{"a@b.test", "b@b.test", "c@b.test", "d@b.test", "kim@shop.example"} {
		w.must(w.SendReceipt(t.Context(), w.open(link), to))
	}
	if err := w.SendReceipt(t.Context(), w.open(link), "f@b.test"); !hpp.IsCode(err, hpp.CodeTooMany) {
		t.Errorf("the sixth: %v", err)
	}
	if n := len(w.report(s)); n != 5 {
		t.Errorf("%d receipts", n)
	}
	for _, row := range w.due(hpp.JobEmail) {
		w.must(w.Send(t.Context(), row.Payload))
	}
	var stop string
	for _, r := range w.mail.receipts {
		if r.Distribution.To == "kim@shop.example" {
			stop = r.Stop
		}
	}
	w.must(w.StopMessages(t.Context(), stop[strings.LastIndexByte(stop, '/')+1:]))
	_, other := w.paid()
	if err := w.SendReceipt(t.Context(), w.open(other), "Kim+lamps@shop.example"); !hpp.IsCode(err, hpp.CodeBlacklisted) {
		t.Errorf("to one who stopped them: %v", err)
	}
}

// A receipt that cannot be delivered is tried for a day, and not after it.
func TestAReceiptIsTriedForADay(t *testing.T) {
	w := newWorld(t)
	s, link := w.paid()
	w.must(w.SendReceipt(t.Context(), w.open(link), "kim@shop.example"))
	w.mail.err = undelivered{}
	rows := w.due(hpp.JobEmail)
	if err := w.Send(t.Context(), rows[0].Payload); err == nil || one(t, w.report(s)).State != hpp.DistributionQueued {
		t.Errorf("%v: %+v", err, w.report(s))
	}
	w.clock = w.clock.Add(25 * time.Hour)
	if err := w.Send(t.Context(), rows[0].Payload); err != nil || one(t, w.report(s)).State != hpp.DistributionBounced || len(w.mail.receipts) != 1 {
		t.Errorf("%v: %+v, %d tries", err, w.report(s), len(w.mail.receipts))
	}
}
