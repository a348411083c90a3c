package storetest

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/delivery"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
)

// DeliveryFixture is one engine's deliveries, and what makes them.
type DeliveryFixture struct {
	OutboxFixture
	Deliveries delivery.Store
}

// Deliveries checks the store of deliveries and of their tries.
func (s Suite) Deliveries(t *testing.T) {
	open := func(t *testing.T) DeliveryFixture {
		db := s.open(t)
		return DeliveryFixture{OutboxFixture{Rows: db.Outbox, Sessions: db.Sessions}, db.Deliveries()}
	}
	for name, check := range map[string]func(*testing.T, DeliveryFixture){
		"every try is kept":               everyTryKept,
		"a postponed job was not tried":   postponedNotTried,
		"a try nobody recorded is lost":   unrecordedIsLost,
		"claimers at once lose one try":   oneLostTry,
		"answers of any bytes":            answersOfAnyBytes,
		"what was delivered stays":        deliveredStays,
		"deliveries are their merchant's": deliveriesOfMerchant,
		"deliveries by age":               deliveriesByAge,
		"hastened in order":               deliveriesHastened,
	} {
		t.Run(name, func(t *testing.T) { check(t, open(t)) })
	}
}

// published is an event as its merchant reads it.
func published(id string, seq int64) hpp.MerchantEvent {
	return hpp.MerchantEvent{
		ID: id, Type: "session.in_progress", Seq: seq, At: epoch, OrderID: "o1",
		URL: "https://shop.test/cb", Body: []byte(`{"event_id":"` + id + `"}`),
	}
}

// publish commits events with their callbacks, as the core does.
func publish(t testing.TB, f DeliveryFixture, subject string, ids ...string) {
	t.Helper()
	put(t, f.OutboxFixture, subject)
	_, err := f.Sessions.Update(t.Context(), hpp.SessionID(subject), func(*hpp.Session) (c hpp.Change, _ error) {
		for i, id := range ids {
			c.Published = append(c.Published, published(id, int64(i+1)))
			c.Jobs = append(c.Jobs, job(id, int64(i+1), epoch))
		}
		return c, nil
	})
	must(t, err)
}

func (f DeliveryFixture) of(t testing.TB, subject string) []delivery.Delivery {
	t.Helper()
	all, err := f.Deliveries.ListOf(t.Context(), "m1", subject)
	must(t, err)
	return all
}

// only is the one delivery of a subject.
func (f DeliveryFixture) only(t testing.TB, subject string) delivery.Delivery {
	t.Helper()
	all := f.of(t, subject)
	if len(all) != 1 {
		t.Fatalf("%d deliveries of %s", len(all), subject)
	}
	return all[0]
}

func tried(row outbox.Job, result delivery.Result, status int, at time.Time) outbox.Job {
	row.Try = &outbox.Try{Endpoint: hpp.StatusUpdate, Result: string(result), Status: status, Body: string(result), At: at, Took: 41 * time.Millisecond}
	return row
}

// results are the tries of a delivery in short.
func results(d delivery.Delivery) string {
	var all []string
	for _, t := range d.Tries {
		all = append(all, fmt.Sprint(t.Number, " ", t.Result))
	}
	return strings.Join(all, ", ")
}

func everyTryKept(t *testing.T, f DeliveryFixture) {
	ctx := t.Context()
	publish(t, f, "s1", "e1")
	must(t, f.Rows.Retry(ctx, tried(takeOne(t, f.OutboxFixture, epoch, "e1"), delivery.Timeout, 0, epoch), epoch, "slow"))
	must(t, f.Rows.Discard(ctx, tried(takeOne(t, f.OutboxFixture, epoch, "e1"), delivery.Status, 410, epoch.Add(time.Second)), epoch, "gone"))
	want := delivery.Delivery{
		Subject: "s1", EventID: "e1", Type: "session.in_progress", Seq: 1, OrderID: "o1", Endpoint: hpp.StatusUpdate,
		URL: "https://shop.test/cb", Body: []byte(`{"event_id":"e1"}`), State: delivery.GivenUp, CreatedAt: epoch, Reason: "gone",
		Tries: []delivery.Try{
			{Number: 1, At: epoch, Took: 41 * time.Millisecond, Result: delivery.Timeout, Body: "timeout"},
			{Number: 2, At: epoch.Add(time.Second), Took: 41 * time.Millisecond, Result: delivery.Status, Status: 410, Body: "status"},
		},
	}
	if diff := cmp.Diff(want, f.only(t, "s1")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	must(t, f.Rows.Replay(ctx, "s1", "e1", epoch))
	must(t, f.Rows.Done(ctx, tried(takeOne(t, f.OutboxFixture, epoch, "e1"), delivery.OK, 204, epoch.Add(time.Minute))))
	got := f.only(t, "s1")
	if results(got) != "1 timeout, 2 status, 3 ok" || got.State != delivery.Delivered || !got.DeliveredAt().Equal(epoch.Add(time.Minute+41*time.Millisecond)) {
		t.Errorf("%s: %s at %s", results(got), got.State, got.DeliveredAt())
	}
}

func postponedNotTried(t *testing.T, f DeliveryFixture) {
	publish(t, f, "s1", "e1")
	must(t, f.Rows.Postpone(t.Context(), tried(takeOne(t, f.OutboxFixture, epoch, "e1"), delivery.Refused, 0, epoch), epoch.Add(time.Hour), "busy"))
	if got := f.only(t, "s1"); len(got.Tries) != 0 || got.State != delivery.Waiting || !got.NextTryAt.Equal(epoch.Add(time.Hour)) || got.Reason != "busy" {
		t.Errorf("%+v", got)
	}
}

func unrecordedIsLost(t *testing.T, f DeliveryFixture) {
	publish(t, f, "s1", "e1")
	late := takeOne(t, f.OutboxFixture, epoch, "e1")
	holder := takeOne(t, f.OutboxFixture, epoch.Add(lease), "e1")
	if err := f.Rows.Done(t.Context(), tried(late, delivery.OK, 200, epoch)); !errors.Is(err, outbox.ErrStale) {
		t.Errorf("a late record: %v", err)
	}
	must(t, f.Rows.Done(t.Context(), tried(holder, delivery.OK, 200, epoch.Add(lease))))
	got := f.only(t, "s1")
	if results(got) != "1 lost, 2 ok" || !got.Tries[0].At.Equal(epoch) || got.Tries[0].Took != 0 {
		t.Errorf("%s: %+v", results(got), got.Tries)
	}
	// Kinds whose tries nobody asks about lose theirs in silence.
	put(t, f.OutboxFixture, "s1", hpp.Job{ID: "x", Kind: hpp.JobExpire, Due: epoch})
	for range 2 {
		epoch := epoch.Add(2 * lease)
		if _, err := f.Rows.Claim(t.Context(), string(hpp.JobExpire), epoch, epoch.Add(lease), 1, outbox.Shares{}); err != nil {
			t.Fatal(err)
		}
	}
}

func oneLostTry(t *testing.T, f DeliveryFixture) {
	const events = 10
	for i := range events {
		publish(t, f, fmt.Sprint("s", i), fmt.Sprint("e", i))
	}
	if rows := take(t, f.OutboxFixture, epoch, 100); len(rows) != events {
		t.Fatalf("%d claimed", len(rows))
	}
	var claimers sync.WaitGroup
	for range 8 {
		claimers.Go(func() {
			later := epoch.Add(lease)
			for range 3 {
				if _, err := f.Rows.Claim(t.Context(), string(hpp.JobCallback), later, later.Add(lease), 4, outbox.Shares{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	claimers.Wait()
	for i := range events {
		if got := f.only(t, fmt.Sprint("s", i)); results(got) != "1 lost" {
			t.Errorf("%s: %s", got.Subject, results(got))
		}
	}
}

func answersOfAnyBytes(t *testing.T, f DeliveryFixture) {
	publish(t, f, "s1", "e1")
	row := tried(takeOne(t, f.OutboxFixture, epoch, "e1"), delivery.Status, 500, epoch)
	row.Try.Body = "a\x00b\xff" + strings.Repeat("c", 1000)
	must(t, f.Rows.Retry(t.Context(), row, epoch, "ill"))
	if got := f.only(t, "s1").Tries[0].Body; got != "a\uFFFDb\uFFFD"+strings.Repeat("c", 1000) {
		t.Errorf("%q", got)
	}
}

func deliveredStays(t *testing.T, f DeliveryFixture) {
	publish(t, f, "s1", "e1", "e2")
	must(t, f.Rows.Done(t.Context(), tried(takeOne(t, f.OutboxFixture, epoch, "e1"), delivery.OK, 200, epoch)))
	all := f.of(t, "s1")
	if len(all) != 2 || all[0].State != delivery.Delivered || string(all[0].Body) != `{"event_id":"e1"}` || all[1].State != delivery.Waiting || len(all[1].Tries) != 0 {
		t.Errorf("%+v", all)
	}
}

func deliveriesOfMerchant(t *testing.T, f DeliveryFixture) {
	publish(t, f, "s1", "e1")
	if all, err := f.Deliveries.ListOf(t.Context(), "m2", "s1"); err != nil || len(all) != 0 {
		t.Errorf("another merchant sees %d, %v", len(all), err)
	}
}
