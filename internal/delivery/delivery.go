package delivery

import (
	"context"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// State is how far a delivery is.
type State string

// The states.
const (
	Waiting   State = "WAITING"   // tried again, or never yet
	Delivered State = "DELIVERED" // a try was answered with 2xx
	GivenUp   State = "GIVEN_UP"  // its job is a dead letter
)

// Delivery is one event to one endpoint of its merchant. Times are UTC,
// milliseconds.
type Delivery struct {
	Subject   string // what the event belongs to: a session's id
	EventID   string
	Type      string // of the event, such as session.completed
	Seq       int64  // of the session's event; 0: it changed no status
	OrderID   string // empty: none
	Endpoint  string // hpp.StatusUpdate
	URL       string // where it goes
	Body      []byte // as it is sent; JSON
	State     State
	CreatedAt time.Time
	NextTryAt time.Time // while waiting
	Behind    bool      // while waiting: an older one of its session goes first
	Reason    string    // why the last try failed; empty where none did
	Tries     []Try
}

// ID names the delivery among its merchant's.
func (d Delivery) ID() string { return d.EventID + "." + d.Endpoint }

// Kind is the kind of the job that delivers it.
func (d Delivery) Kind() hpp.JobKind {
	if d.Type == string(hpp.EventRenewalRequested) {
		return hpp.JobRenewal
	}
	return hpp.JobCallback
}

// DeliveredAt is when a try was first answered with 2xx; zero: never.
func (d Delivery) DeliveredAt() time.Time {
	for _, t := range d.Tries {
		if t.Result == OK {
			return t.At.Add(t.Took)
		}
	}
	return time.Time{}
}

// Store keeps deliveries. What is another merchant's is not there.
type Store interface {
	// ListOf lists the deliveries of a subject, the oldest event first, with
	// bodies and tries.
	ListOf(ctx context.Context, merchant hpp.MerchantID, subject string) ([]Delivery, error)
	// ListBefore lists the merchant's deliveries, the newest event first, whose
	// events come before one, with tries and without bodies; events about which
	// nobody is called are among them, with an empty URL. "" is after the last.
	ListBefore(ctx context.Context, merchant hpp.MerchantID, eventID string, limit int) ([]Delivery, error)
	// Find answers the delivery of an event, with its body and tries;
	// hpp.ErrNotFound where there is none.
	Find(ctx context.Context, merchant hpp.MerchantID, eventID string) (Delivery, error)
	// Hasten makes a waiting delivery due now, and those of its subject that go
	// before it. One that is being tried, or does not wait, stays as it is.
	Hasten(ctx context.Context, d Delivery, now time.Time) error
}
