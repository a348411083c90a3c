package sandbox

import (
	"slices"

	"github.com/openhpp/openhpp/internal/hpp"
)

// allowed are the outcomes that are legal for a session as its page stands. own
// says that the built-in provider has the payment: at others' nobody acts here.
// What the core refuses for other reasons, such as a wait after many declines, it
// says itself.
func allowed(v hpp.PageView, own bool) []Outcome {
	legal := legality{v, own}
	return slices.DeleteFunc(slices.Clone(Outcomes), func(o Outcome) bool { return !legal.allows(o) })
}

// legality is what makes outcomes legal.
type legality struct {
	view hpp.PageView
	own  bool
}

func (l legality) allows(o Outcome) bool {
	v, s := l.view, l.view.Session
	switch {
	case s.Status.Final(), s.HasExpired(v.Now):
		return false
	case s.Busy():
		return o == Resolve && l.own && s.Attempt.Step == hpp.StepAuthorizing || o == Disable && s.Attempt.Step != hpp.StepPlacing
	case o == Disable, o == Expire:
		return true
	case v.SalesClosed, v.State == hpp.PageExpired:
		return false
	case slices.Contains(paying, o):
		return l.own && !v.Locked && len(v.Methods) > 0 && (o != Fail || canFail(s, AtPlace))
	}
	switch o {
	case Touch:
		return s.Status != hpp.InProgress && !v.Locked
	case Code:
		return l.own && v.State == hpp.PageChallenge
	case Back:
		return v.Exit == hpp.ExitBack
	case Cancel:
		return v.Exit == hpp.ExitCancel
	case CompleteElsewhere, CancelElsewhere:
		return l.own
	}
	return false
}
