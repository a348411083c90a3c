package sandbox

import (
	"context"
	"errors"
	"slices"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider"
)

// Actor brings sessions to outcomes. All fields are required.
type Actor struct {
	Sessions *hpp.SessionService
	Provider *provider.Provider
	// ProviderName is the built-in provider's in stored references.
	ProviderName string
	Deliveries   Deliveries
	// Stop ends all waiting when it is closed, so that a server can stop.
	Stop <-chan struct{}
}

// NotAllowed means that an outcome is not legal as things stand. Nothing was
// changed.
type NotAllowed struct {
	Message string
	Allowed []string // the outcomes that are legal
}

func (n *NotAllowed) Error() string { return n.Message }

// Acted is what an act came to.
type Acted struct {
	View       hpp.PageView // what the page shows
	Events     []hpp.Event  // that the act led to, in order
	Deliveries []Delivery
}

// Act brings a session to an outcome. A *NotAllowed says which ones are legal
// instead; hpp.ErrNotFound is a session that the merchant does not have.
func (a Actor) Act(ctx context.Context, m hpp.Merchant, id hpp.SessionID, act Act) (Acted, error) {
	before, err := a.view(ctx, m, id)
	if err != nil {
		return Acted{}, err
	}
	if !slices.Contains(a.allowed(before), act.Outcome) {
		return Acted{}, a.notAllowed(before, act)
	}
	if act.Outcome == Fail && !canFail(before.Session, act.At) {
		return Acted{}, a.refusal(before, "The page of this session "+failsNot[act.At])
	}
	after, err := a.play(ctx, m, before, act)
	if lost, why := isLost(err); lost {
		return Acted{}, a.lost(ctx, m, id, act, why)
	}
	if err != nil {
		return Acted{}, err
	}
	if !reached(act, before, after) {
		return Acted{}, a.lost(ctx, m, id, act, nil)
	}
	acted := Acted{View: after}
	if acted.Events, err = a.events(ctx, m, before, after); err != nil {
		return Acted{}, err
	}
	acted.Deliveries, err = a.await(ctx, after.Session, acted.Events, act.Wait)
	return acted, err
}

// failsNot says why a purchase cannot fail at a point.
var failsNot = map[FailurePoint]string{
	AtPlace:   "places no order: fail at place needs options.place_order_mode PLACE_ORDER or CAPTURE_ORDER",
	AtCapture: "captures nothing: fail at capture needs options.place_order_mode CAPTURE_ORDER",
}

// view is what the page of a merchant's session shows, also after its end.
func (a Actor) view(ctx context.Context, m hpp.Merchant, id hpp.SessionID) (hpp.PageView, error) {
	session, err := a.Sessions.Store.FindForMerchant(ctx, m.ID(), id)
	if err != nil {
		return hpp.PageView{}, err
	}
	return a.Sessions.Open(ctx, a.Sessions.Links.PageToken(session), hpp.Browser{})
}

func (a Actor) allowed(v hpp.PageView) []Outcome {
	return allowed(v, v.Session.Payment.Provider == a.ProviderName)
}

func (a Actor) notAllowed(v hpp.PageView, act Act) error {
	s := v.Session
	text := "The session is " + string(s.Status)
	switch open := s.IsOpen(v.Now); {
	case s.HasExpired(v.Now) && !s.Status.Final():
		text = "The session is over"
	case act.Outcome == Back && open && v.Exit == hpp.ExitCancel:
		text = "This session is left by cancel"
	case act.Outcome == Cancel && open && v.Exit == hpp.ExitBack:
		text = "This session is left by back"
	case open && s.Busy():
		text = "A payment is being processed"
	case open && s.Payment.Provider != a.ProviderName:
		text = "The payment session is not at the built-in provider"
	case open && v.Locked:
		text = "Too many attempts have failed: POST /openhpp/v1/sessions/{session_id}/reopen takes new ones"
	}
	return a.refusal(v, text+": "+string(act.Outcome)+" is not possible now")
}

func (a Actor) refusal(v hpp.PageView, text string) error {
	legal := a.allowed(v)
	names := make([]string, len(legal))
	for i, outcome := range legal {
		names[i] = string(outcome)
	}
	return &NotAllowed{Message: text, Allowed: names}
}

// lost answers for an act that another one came before.
func (a Actor) lost(ctx context.Context, m hpp.Merchant, id hpp.SessionID, act Act, why error) error {
	now, err := a.view(ctx, m, id)
	if err != nil {
		return err
	}
	if fault, ok := errors.AsType[*hpp.FormError](why); ok {
		return a.refusal(now, "The payer's form was not taken: "+fault.Error())
	}
	return a.refusal(now, "Another act came first; the session is "+string(now.Session.Status)+": "+string(act.Outcome)+" was not done")
}

// isLost reports whether an error says that a session was not as it was when the
// act began, or that its form was not taken.
func isLost(err error) (bool, error) {
	if form, ok := errors.AsType[*hpp.FormError](err); ok {
		return true, form
	}
	// The session was there a moment ago: what is not found now is over.
	refused := hpp.IsCode(err, hpp.CodeConflict) || hpp.IsCode(err, hpp.CodeNotAllowed) || hpp.IsCode(err, hpp.CodeNotFound)
	_, definite := errors.AsType[*hpp.Refusal](err)
	return refused || definite || errors.Is(err, provider.ErrDecided) || errors.Is(err, errNothingOffered), nil
}

// events are those between two views of a session.
func (a Actor) events(ctx context.Context, m hpp.Merchant, before, after hpp.PageView) ([]hpp.Event, error) {
	all, err := a.Sessions.Store.ListEvents(ctx, m.ID(), after.Session.ID)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(e hpp.Event) bool {
		return e.Seq <= before.Session.EventCount || e.Seq > after.Session.EventCount
	}), nil
}
