package sandbox

import "github.com/openhpp/openhpp/internal/hpp"

// Outcome is what a session is brought to (docs/sandbox.md).
type Outcome string

// The outcomes of sessions.
const (
	Touch             Outcome = "touch"           // the payer's first act, or going on after a failure
	Approve           Outcome = "approve"         // authorized, placed and captured as the mode says
	ApprovePending    Outcome = "approve_pending" // the same, and the order is PENDING
	Challenge         Outcome = "challenge"       // a one-time code is asked for
	Code              Outcome = "code"            // the code is typed
	Decline           Outcome = "decline"
	Withdraw          Outcome = "withdraw" // the method is not offered any more
	Back              Outcome = "back"
	Cancel            Outcome = "cancel"
	Fail              Outcome = "fail"    // authorized, and then no order or no capture
	Stall             Outcome = "stall"   // the provider says nothing
	Resolve           Outcome = "resolve" // until now
	Disable           Outcome = "disable"
	CompleteElsewhere Outcome = "complete_elsewhere" // the payment session is paid elsewhere
	CancelElsewhere   Outcome = "cancel_elsewhere"   // the payment session is called off
	Expire            Outcome = "expire"             // the session's end is now
)

// Outcomes lists them all, as answers do.
var Outcomes = []Outcome{
	Touch, Approve, ApprovePending, Challenge, Code, Decline, Withdraw, Back, Cancel, Fail, Stall, Resolve,
	Disable, CompleteElsewhere, CancelElsewhere, Expire,
}

// paying are the outcomes of a payer who presses pay.
var paying = []Outcome{Approve, ApprovePending, Challenge, Decline, Withdraw, Fail, Stall}

// FailurePoint is where a payment fails after it was authorized.
type FailurePoint string

// The points.
const (
	AtPlace   FailurePoint = "place"
	AtCapture FailurePoint = "capture"
)

// canFail reports whether a session's purchase fails at a point: the page comes
// there only in the modes that say so.
func canFail(s hpp.Session, at FailurePoint) bool {
	switch {
	case s.Payment.Kind == hpp.KindCheckout:
		return at == AtPlace
	case at == AtCapture:
		return s.Options.PlaceOrderMode == hpp.CaptureOrder
	}
	return s.Options.PlaceOrderMode != hpp.PlaceNone
}
