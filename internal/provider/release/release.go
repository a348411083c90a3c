// Package release owns the job that gives back at the acquirer what was
// authorized and will not be captured. The merchant's request is final, so the
// job is committed with it and asks until the acquirer's answer is definite. It
// must not know sessions and orders.
package release

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
)

// Kind is the kind of the job.
const Kind = "playground_void"

// movement is the stored form of what is given back.
type movement struct {
	Key       string         `json:"key"`
	Merchant  hpp.MerchantID `json:"merchant"`
	Reference string         `json:"reference"`
	Currency  string         `json:"currency"`
	Amount    int64          `json:"amount"` // minor units
}

// With gives back what m names with the change that jobs belong to: at once
// when the acquirer is immediate, else by a job. subject is what the change is
// of; jobs of one subject keep their order.
func With(ctx context.Context, a acquirer.Acquirer, jobs *[]endpoint.Job, subject string, m acquirer.Movement, now time.Time) error {
	if acquirer.IsImmediate(a) {
		_, err := a.Void(ctx, m)
		return err
	}
	payload, err := json.Marshal(movement(m))
	if err != nil {
		return err
	}
	*jobs = append(*jobs, endpoint.Job{Kind: Kind, Subject: subject, ID: m.Key, Due: now, Payload: payload})
	return nil
}

// errUndecided keeps a job going.
var errUndecided = errors.New("release: the acquirer has not decided yet")

// Run makes one try of a job. An acquirer that declines holds nothing to give
// back any more, which nobody can mend here.
func Run(ctx context.Context, a acquirer.Acquirer, payload []byte) error {
	var m movement
	if err := json.Unmarshal(payload, &m); err != nil {
		return fmt.Errorf("release: unreadable job: %w", err)
	}
	outcome, err := a.Void(ctx, acquirer.Movement(m))
	if err != nil {
		return fmt.Errorf("release: %w", err)
	}
	if !outcome.Result.Definite() {
		return errUndecided
	}
	return nil
}
