package sqlrows

import (
	"context"
	"fmt"

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
	var due *int64
	var state, reason *string
	var waits *bool
	err = row.Scan(&d.Subject, &d.EventID, &d.Type, &d.Seq, &d.OrderID, &d.URL, &d.Body, &at, &state, &due, &waits, &reason)
	if err != nil {
		return d, err
	}
	d.Endpoint, d.CreatedAt, d.State = hpp.StatusUpdate, fromMillis(at), delivery.Delivered
	if state == nil {
		return d, nil
	}
	d.Reason = *reason
	if *state == "dead" {
		d.State = delivery.GivenUp
		return d, nil
	}
	d.State, d.NextTryAt, d.Behind = delivery.Waiting, fromOptional(due), *waits
	return d, nil
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
