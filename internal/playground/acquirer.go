package playground

import (
	"context"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
)

// Acquirer decides by the test data. It keeps nothing: what it must know later
// of an authorization stands in its reference.
type Acquirer struct{}

var _ interface {
	acquirer.Immediate
	acquirer.Reviewer
	acquirer.Raiser
	acquirer.TokenKeeper
} = Acquirer{}

// Immediate implements acquirer.Immediate.
func (Acquirer) Immediate() {}

// failingCode is the one-time code that never passes (docs/spec/provider.md E.2).
const failingCode = "999999"

// The tags in a payer's e-mail address that no published test data has.
const (
	silentTag     = "silent"     // nothing is said for a while
	stalledTag    = "stalled"    // nothing is said at all
	wrongCodeTag  = "wrong_code" // every code is wrong
	atOnceTag     = "now"        // no code is asked for
	lapsedTag     = "lapsed"     // what is approved is over at once
	uncapturedTag = "uncaptured" // no capture is approved
)

// silence is how long nothing is said of a payer with the tag for it.
const silence = 10 * time.Second

// What a reference says about the fraud check of an authorization.
const (
	accepted       = "test accepted"
	pendingAccept  = "test pend-accept"
	pendingReject  = "test pend-reject"
	uncaptured     = "test uncaptured"
	declinedByData = "the test data declines the payer"
)

var approved = acquirer.Outcome{Result: acquirer.Approved}

// Authorize implements acquirer.Acquirer. Everybody is asked for a one-time
// code first.
func (Acquirer) Authorize(_ context.Context, a acquirer.Authorization) (acquirer.Verdict, error) {
	switch {
	case Tagged(a.Payer.Email, "red"):
		return acquirer.Verdict{Result: acquirer.Declined, Reason: "not_offered", Withdrawn: true}, nil
	case Tagged(a.Payer.Email, silentTag) && a.Waited < silence:
		return acquirer.Verdict{Result: acquirer.Unknown}, nil
	case Tagged(a.Payer.Email, stalledTag):
		return acquirer.Verdict{Result: acquirer.Unknown}, nil
	case Tagged(a.Payer.Email, silentTag), Tagged(a.Payer.Email, atOnceTag): // nobody is asked for a code
	case a.Code == "":
		return acquirer.Verdict{Result: acquirer.Challenged, CodeTo: codeTo(a.Payer)}, nil
	case a.Code == failingCode || Tagged(a.Payer.Email, wrongCodeTag):
		return acquirer.Verdict{Result: acquirer.Challenged, WrongCode: true, CodeTo: codeTo(a.Payer)}, nil
	}
	decided := judge(a.Payer, a.Country)
	switch {
	case decided.declined != "":
		return acquirer.Verdict{Result: acquirer.Declined, Reason: decided.declined}, nil
	case decided.review != nil:
		reference := pendingReject
		if decided.review.accept {
			reference = pendingAccept
		}
		return acquirer.Verdict{Result: acquirer.Approved, Reference: reference, Review: &acquirer.Review{Wait: decided.review.wait}}, nil
	}
	reference := accepted
	if Tagged(a.Payer.Email, uncapturedTag) {
		reference = uncaptured
	}
	return acquirer.Verdict{Result: acquirer.Approved, Reference: reference, Lapsed: Tagged(a.Payer.Email, lapsedTag)}, nil
}

// codeTo is where a code would go: to the phone, else by e-mail. None is sent.
func codeTo(payer hpp.Payer) hpp.CodeTo {
	if payer.Phone != "" {
		return hpp.CodeToPhone
	}
	return hpp.CodeToEmail
}

// Capture implements acquirer.Acquirer.
func (Acquirer) Capture(_ context.Context, m acquirer.Movement) (acquirer.Outcome, error) {
	if m.Reference == uncaptured {
		return acquirer.Outcome{Result: acquirer.Declined, Reason: declinedByData}, nil
	}
	return approved, nil
}

// Refund implements acquirer.Acquirer.
func (Acquirer) Refund(context.Context, acquirer.Movement) (acquirer.Outcome, error) {
	return approved, nil
}

// Void implements acquirer.Acquirer.
func (Acquirer) Void(context.Context, acquirer.Movement) (acquirer.Outcome, error) {
	return approved, nil
}

// Review implements acquirer.Reviewer.
func (Acquirer) Review(_ context.Context, reference string) (acquirer.Outcome, error) {
	if reference == pendingReject {
		return acquirer.Outcome{Result: acquirer.Declined, Reason: declinedByData}, nil
	}
	return approved, nil
}

// Raise implements acquirer.Raiser: a new risk check, by the same test data as
// the first.
func (Acquirer) Raise(_ context.Context, r acquirer.Raise) (acquirer.Outcome, error) {
	if judge(r.Payer, r.Country).declined != "" {
		return acquirer.Outcome{Result: acquirer.Declined, Reason: declinedByData}, nil
	}
	return approved, nil
}

// review is a fraud check that the test data asks for.
type review struct {
	accept bool
	wait   time.Duration // from the placing of the order
}
