package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/delivery"
	"github.com/openhpp/openhpp/internal/hpp"
)

// before are the ids of a list, the newest first.
func (f DeliveryFixture) before(t testing.TB, event string, limit int) (ids []string) {
	t.Helper()
	all, err := f.Deliveries.ListBefore(t.Context(), "m1", event, limit)
	must(t, err)
	for _, d := range all {
		ids = append(ids, d.EventID)
	}
	return ids
}

func deliveriesByAge(t *testing.T, f DeliveryFixture) {
	publish(t, f, "s1", "e1", "e3")
	publish(t, f, "s2", "e2", "e4")
	must(t, f.Rows.Done(t.Context(), tried(take(t, f.OutboxFixture, epoch, 1)[0], delivery.OK, 200, epoch)))
	if diff := cmp.Diff([]string{"e4", "e3", "e2"}, f.before(t, "", 3)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"e1"}, f.before(t, "e2", 3)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	all, err := f.Deliveries.ListBefore(t.Context(), "m1", "", 9)
	must(t, err)
	tries := 0
	for _, d := range all {
		tries += len(d.Tries)
		if one, err := f.Deliveries.Find(t.Context(), "m1", d.EventID); err != nil || results(one) != results(d) || one.State != d.State || len(d.Body) != 0 || len(one.Body) == 0 {
			t.Errorf("%+v, %v; listed as %+v", one, err, d)
		}
	}
	if tries != 1 {
		t.Errorf("%d tries", tries)
	}
	for _, foreign := range [][2]string{{"m2", "e1"}, {"m1", "e9"}} {
		if _, err := f.Deliveries.Find(t.Context(), hpp.MerchantID(foreign[0]), foreign[1]); !hpp.IsCode(err, hpp.CodeNotFound) {
			t.Errorf("%v: %v", foreign, err)
		}
	}
}

func deliveriesHastened(t *testing.T, f DeliveryFixture) {
	later := epoch.Add(time.Hour)
	put(t, f.OutboxFixture, "s1", job("e1", 1, later), job("e2", 2, later), job("e3", 3, later))
	must(t, f.Deliveries.Hasten(t.Context(), delivery.Delivery{Subject: "s1", EventID: "e2", Seq: 2, Type: "session.failed"}, epoch))
	must(t, f.Rows.Done(t.Context(), takeOne(t, f.OutboxFixture, epoch, "e1")))
	second := takeOne(t, f.OutboxFixture, epoch, "e2")
	must(t, f.Deliveries.Hasten(t.Context(), delivery.Delivery{Subject: "s1", EventID: "e2", Seq: 2}, epoch.Add(time.Second))) // it is being tried
	must(t, f.Rows.Done(t.Context(), second))
	takeNone(t, f.OutboxFixture, epoch)
}
