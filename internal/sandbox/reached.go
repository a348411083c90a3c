package sandbox

import (
	"slices"

	"github.com/openhpp/openhpp/internal/hpp"
)

// ends are the statuses that an outcome leads to.
var ends = map[Outcome][]hpp.Status{
	Touch: {hpp.InProgress}, Approve: {hpp.Completed}, ApprovePending: {hpp.Completed}, Challenge: {hpp.InProgress},
	// With options.payment_fallback the first decline only opens other methods.
	Decline: {hpp.Failed, hpp.InProgress}, Withdraw: {hpp.InProgress},
	Back: {hpp.Back}, Cancel: {hpp.Cancelled}, Stall: {hpp.InProgress}, Disable: {hpp.Disabled},
	CompleteElsewhere: {hpp.Completed}, CancelElsewhere: {hpp.Cancelled},
}

// reached reports whether a session is where an act wanted it. Where it is not,
// somebody else acted in between. What a code or a late answer leads to, the
// acquirer decides.
func reached(act Act, before, after hpp.PageView) bool {
	s := after.Session
	switch act.Outcome {
	case Code, Resolve:
		return !s.Busy()
	case Expire:
		return s.Expired
	case Fail:
		if act.At == AtCapture {
			return s.Status == hpp.Completed && s.Result.CaptureFailed
		}
		return s.Status == hpp.Errored
	case Challenge:
		return after.State == hpp.PageChallenge
	case Stall:
		return after.State == hpp.PageChecking
	case Decline:
		return slices.Contains(ends[Decline], s.Status) && s.Declines > before.Session.Declines
	case CompleteElsewhere:
		return s.Status == hpp.Completed && s.Result.CompletedElsewhere
	}
	return slices.Contains(ends[act.Outcome], s.Status)
}
