package fsck

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Line is one line of a journal, in JSON (docs/operations/fsck.md). Times of
// all lines are of one clock.
type Line struct {
	Type     LineType       `json:"type"`
	At       time.Time      `json:"at,omitzero"`
	Merchant hpp.MerchantID `json:"merchant,omitempty"`
	Session  hpp.SessionID  `json:"session,omitempty"`

	// Of an operation. Lines of one operation share an ID, unique in the file.
	ID      string `json:"id,omitempty"`
	Op      Op     `json:"op,omitempty"`
	State   State  `json:"state,omitempty"`
	Key     string `json:"key,omitempty"`     // idempotency key
	Request string `json:"request,omitempty"` // hash of what was asked
	Answer  string `json:"answer,omitempty"`  // hash of what was answered
	// Status and UpdatedAt are what the answer showed of the session.
	Status    hpp.Status `json:"status,omitempty"`
	UpdatedAt time.Time  `json:"updated_at,omitzero"`
	Order     string     `json:"order,omitempty"`
	Effect    string     `json:"effect,omitempty"` // id of the capture or refund
	Amount    int64      `json:"amount,omitempty"` // minor units

	// Of a delivery.
	Event  string `json:"event,omitempty"`
	Body   string `json:"body,omitempty"`   // hash
	Signed bool   `json:"signed,omitempty"` // the signature is right

	// Answered is the HTTP status: to a caller, or by a receiver.
	Answered int `json:"answered,omitempty"`

	// Of a receiver: whether it takes what comes, in the end, and how many
	// deliveries may have come again after a 2xx; nil: not known.
	Healthy bool   `json:"healthy,omitempty"`
	Repeats *int64 `json:"repeats,omitempty"`
}

// LineType is what a line tells of.
type LineType string

// The types of line.
const (
	OperationLine LineType = "operation" // somebody asked for something
	DeliveryLine  LineType = "delivery"  // a callback came
	ReceiverLine  LineType = "receiver"  // whose callbacks the journal has
)

// Op is what was asked for.
type Op string

// The operations.
const (
	Create  Op = "create"
	Read    Op = "read"
	Pay     Op = "pay"
	Cancel  Op = "cancel"  // by the payer
	Disable Op = "disable" // by the merchant
	Place   Op = "order"   // placed by the merchant itself
	Capture Op = "capture"
	Refund  Op = "refund"
)

var ops = []Op{Create, Read, Pay, Cancel, Disable, Place, Capture, Refund}

// State is how far an operation came.
type State string

// The states. One that only begun is as good as unknown.
const (
	Begun        State = "begun"
	Acknowledged State = "acknowledged"
	Unknown      State = "unknown"
	Rejected     State = "rejected" // a definite no
)

var states = []State{Begun, Acknowledged, Unknown, Rejected}

// fault says what a line lacks.
func (l Line) fault() error {
	switch {
	case l.Merchant == "":
		return errors.New("merchant is missing")
	case l.Type == ReceiverLine:
		return nil
	case l.Type != OperationLine && l.Type != DeliveryLine:
		return fmt.Errorf("type is %q, want operation, delivery or receiver", l.Type)
	case l.At.IsZero():
		return errors.New("at is missing")
	case l.Type == DeliveryLine && (l.Session == "" || l.Event == ""):
		return errors.New("a delivery needs session and event")
	case l.Type == DeliveryLine:
		return nil
	case !slices.Contains(ops, l.Op):
		return fmt.Errorf("op is %q, want one of %v", l.Op, ops)
	case !slices.Contains(states, l.State):
		return fmt.Errorf("state is %q, want one of %v", l.State, states)
	case l.State == Acknowledged && l.onSession() && l.Session == "":
		return fmt.Errorf("an acknowledged %s needs its session", l.Op)
	case l.State == Acknowledged && !l.onSession() && l.Order == "":
		return fmt.Errorf("an acknowledged %s needs its order", l.Op)
	}
	return nil
}

func (l Line) onSession() bool { return l.Op != Place && l.Op != Capture && l.Op != Refund }
