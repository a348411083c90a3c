package sqlrows

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/openhpp/openhpp/internal/delivery"
	"github.com/openhpp/openhpp/internal/hpp"
)

// deliveryColumns are what scanDelivery reads of an event e and of the job o
// that still has to deliver it.
const deliveryColumns = `e.subject, e.event_id, e.type, e.seq, e.order_id, e.url, e.body, e.at, o.state, o.due_at, o.waits, o.reason`

// withJob brings an event and its job together: both lie with the subject.
const withJob = ` FROM merchant_events e LEFT JOIN outbox o ON o.subject = e.subject AND o.id = e.event_id `

func scanDelivery(row Row) (d delivery.Delivery, err error) {
	var at int64
	var job undoneJob
	err = row.Scan(append([]any{&d.Subject, &d.EventID, &d.Type, &d.Seq, &d.OrderID, &d.URL, &d.Body, &at}, job.into()...)...)
	return job.complete(d, at), err
}

// scanListed reads selectDeliveriesBefore.
func scanListed(row Row) (d delivery.Delivery, err error) {
	var at int64
	var job undoneJob
	err = row.Scan(append([]any{&d.EventID, &d.Subject, &d.Type, &d.Seq, &d.OrderID, &d.URL, &at}, job.into()...)...)
	return job.complete(d, at), err
}

// undoneJob is what the job that still has to deliver says, if there is one.
type undoneJob struct {
	state, reason *string
	due           *int64
	waits         *bool
}

func (j *undoneJob) into() []any { return []any{&j.state, &j.due, &j.waits, &j.reason} }

// complete is a delivery with what follows from its job.
func (j *undoneJob) complete(d delivery.Delivery, at int64) delivery.Delivery {
	d.Endpoint, d.CreatedAt, d.State = hpp.StatusUpdate, fromMillis(at), delivery.Delivered
	if j.state == nil {
		return d
	}
	d.Reason = *j.reason
	if *j.state == "dead" {
		d.State = delivery.GivenUp
		return d
	}
	d.State, d.NextTryAt, d.Behind = delivery.Waiting, fromOptional(j.due), *j.waits
	return d
}

// Deliveries are an engine's delivery.Store.
type Deliveries struct{ db Engine }

// Deliveries answers the store of deliveries.
func (s Stores) Deliveries() Deliveries { return Deliveries{s.engine} }

var _ delivery.Store = Deliveries{}

const (
	selectDeliveries = `SELECT ` + deliveryColumns + withJob + `WHERE e.subject = $1 AND e.merchant_id = $2 AND e.url <> '' ORDER BY e.event_id`
	selectTries      = `SELECT event_id, endpoint, number, at, took_ms, result, status, body FROM delivery_tries
		WHERE subject = $1 ORDER BY event_id, endpoint, number`
)

const (
	// selectDeliveriesBefore leaves the bodies where they are.
	selectDeliveriesBefore = `SELECT e.event_id, e.subject, e.type, e.seq, e.order_id, e.url, e.at, o.state, o.due_at, o.waits, o.reason` + withJob + `
		WHERE e.merchant_id = $1 AND e.event_id < $2 ORDER BY e.event_id DESC LIMIT $3`
	selectDelivery   = `SELECT e.event_id, e.subject FROM merchant_events e WHERE e.merchant_id = $1 AND e.event_id = $2 AND e.url <> ''`
	selectTriesOfAll = `SELECT event_id, endpoint, number, at, took_ms, result, status, body FROM delivery_tries
		WHERE subject = ANY ($1) AND event_id = ANY ($2) ORDER BY event_id, endpoint, number`
	hasten = `UPDATE outbox SET due_at = $5 WHERE subject = $1 AND kind = $2 AND state = 'pending' AND lease_until <= $5 AND due_at > $5 AND (seq, id) <= ($3, $4)`

	// lastEventID is behind every id.
	lastEventID = "~"
)

// ListBefore implements delivery.Store.
func (d Deliveries) ListBefore(ctx context.Context, merchant hpp.MerchantID, eventID string, limit int) (all []delivery.Delivery, err error) {
	err = d.db.Snapshot(ctx, func(ctx context.Context, q Queryer) error {
		if all, err = collect(ctx, q, scanListed, selectDeliveriesBefore, merchant, cmp.Or(eventID, lastEventID), limit); err != nil {
			return err
		}
		var subjects, events []string
		for _, one := range all {
			if one.URL != "" {
				subjects, events = append(subjects, one.Subject), append(events, one.EventID)
			}
		}
		if len(events) == 0 {
			return nil
		}
		tries, err := collect(ctx, q, scanTry, selectTriesOfAll, subjects, events)
		for i := range all {
			all[i].Tries = triesOf(tries, all[i])
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("store: list deliveries: %w", err)
	}
	return all, nil
}

// Find implements delivery.Store.
func (d Deliveries) Find(ctx context.Context, merchant hpp.MerchantID, eventID string) (delivery.Delivery, error) {
	var id, subject string
	err := d.db.QueryRow(ctx, selectDelivery, merchant, eventID).Scan(&id, &subject)
	if errors.Is(err, ErrNoRow) {
		return delivery.Delivery{}, hpp.ErrNotFound
	}
	if err != nil {
		return delivery.Delivery{}, fmt.Errorf("store: find delivery: %w", err)
	}
	all, err := d.ListOf(ctx, merchant, subject)
	i := slices.IndexFunc(all, func(one delivery.Delivery) bool { return one.EventID == id })
	if err == nil && i < 0 {
		err = hpp.ErrNotFound // a sweep has removed it meanwhile
	}
	if err != nil {
		return delivery.Delivery{}, err
	}
	return all[i], nil
}

// Hasten implements delivery.Store.
func (d Deliveries) Hasten(ctx context.Context, one delivery.Delivery, now time.Time) error {
	_, err := d.db.Write(ctx, Statement{hasten, []any{one.Subject, one.Kind(), one.Seq, one.EventID, millis(now)}})
	if err != nil {
		return fmt.Errorf("store: hasten delivery: %w", err)
	}
	return nil
}

// ListOf implements delivery.Store.
func (d Deliveries) ListOf(ctx context.Context, merchant hpp.MerchantID, subject string) (all []delivery.Delivery, err error) {
	err = d.db.Snapshot(ctx, func(ctx context.Context, q Queryer) error {
		if all, err = collect(ctx, q, scanDelivery, selectDeliveries, subject, merchant); err != nil || len(all) == 0 {
			return err
		}
		tries, err := collect(ctx, q, scanTry, selectTries, subject)
		for i := range all {
			all[i].Tries = triesOf(tries, all[i])
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("store: list deliveries: %w", err)
	}
	return all, nil
}

// keptTry is a try, and the delivery that it belongs to.
type keptTry struct {
	eventID, endpoint string
	delivery.Try
}

func scanTry(row Row) (t keptTry, err error) {
	var at, took int64
	err = row.Scan(&t.eventID, &t.endpoint, &t.Number, &at, &took, &t.Result, &t.Status, &t.Body)
	t.At, t.Took = fromMillis(at), millisecondsLong(took)
	return t, err
}

func triesOf(all []keptTry, d delivery.Delivery) (tries []delivery.Try) {
	for _, t := range all {
		if t.eventID == d.EventID && t.endpoint == d.Endpoint {
			tries = append(tries, t.Try)
		}
	}
	return tries
}
