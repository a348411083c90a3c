package sqlrows

import (
	"context"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/sandbox"
)

// CallbackStates implements sandbox.Deliveries.
type CallbackStates struct{ db Engine }

// CallbackStates tells what became of sessions' callbacks.
func (s Stores) CallbackStates() CallbackStates { return CallbackStates{s.engine} }

var _ sandbox.Deliveries = CallbackStates{}

const selectCallbackJobs = `SELECT id, state FROM outbox WHERE subject = $1 AND kind = $2`

// Deliveries implements sandbox.Deliveries. A job that is gone was delivered.
func (c CallbackStates) Deliveries(ctx context.Context, session hpp.SessionID, events []string) ([]sandbox.Delivery, error) {
	jobs, err := list(ctx, c.db, scanJobState, selectCallbackJobs, session, hpp.JobCallback)
	if err != nil {
		return nil, fmt.Errorf("store: read callbacks: %w", err)
	}
	states := map[string]sandbox.DeliveryState{}
	for _, job := range jobs {
		if states[job.id] = sandbox.DeliveryGivenUp; job.state == jobPending {
			states[job.id] = sandbox.DeliveryWaiting
		}
	}
	all := make([]sandbox.Delivery, len(events))
	for i, id := range events {
		all[i] = sandbox.Delivery{EventID: id, State: sandbox.DeliveryDelivered}
		if state, ok := states[id]; ok {
			all[i].State = state
		}
	}
	return all, nil
}

// jobPending is the state of a job that is still to be done.
const jobPending = "pending"

// jobState is how far a job has come.
type jobState struct{ id, state string }

func scanJobState(r Row) (j jobState, err error) {
	err = r.Scan(&j.id, &j.state)
	return j, err
}
