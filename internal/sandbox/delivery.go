package sandbox

import (
	"context"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// DeliveryState is what became of an event's callback.
type DeliveryState string

// The states.
const (
	DeliveryWaiting   DeliveryState = "WAITING"
	DeliveryDelivered DeliveryState = "DELIVERED"
	DeliveryGivenUp   DeliveryState = "GIVEN_UP"
)

// Delivery is one event's callback to status_update.
type Delivery struct {
	EventID string
	State   DeliveryState
	Status  int // of the last answer; 0: none is known
}

// Deliveries tells what became of callbacks.
type Deliveries interface {
	// Deliveries answers for these events of a session, in their order.
	Deliveries(ctx context.Context, session hpp.SessionID, events []string) ([]Delivery, error)
}

// deliveryPoll is the time between two looks at callbacks that are waited for.
const deliveryPoll = 50 * time.Millisecond

// await answers the deliveries of events, as soon as none waits or the time is
// over.
func (a Actor) await(ctx context.Context, s hpp.Session, events []hpp.Event, wait time.Duration) ([]Delivery, error) {
	if s.URLs.StatusUpdate == "" || len(events) == 0 {
		return nil, nil
	}
	ids := make([]string, len(events))
	for i, e := range events {
		ids[i] = e.ID
	}
	over := time.NewTimer(wait)
	defer over.Stop()
	tick := time.NewTicker(deliveryPoll)
	defer tick.Stop()
	for {
		found, err := a.Deliveries.Deliveries(ctx, s.ID, ids)
		if err != nil || wait == 0 || settled(found) {
			return found, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-a.Stop:
			return found, nil
		case <-over.C:
			return a.Deliveries.Deliveries(ctx, s.ID, ids)
		case <-tick.C:
		}
	}
}

func settled(all []Delivery) bool {
	for _, d := range all {
		if d.State == DeliveryWaiting {
			return false
		}
	}
	return true
}
