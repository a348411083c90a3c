package story

import (
	"slices"
	"time"

	"github.com/openhpp/openhpp/internal/delivery"
	"github.com/openhpp/openhpp/internal/hpp"
)

// Kind is what an entry tells of.
type Kind string

// The kinds, in the order in which entries of one moment stand. KindPerson and
// KindSandbox are for what people and tests do.
const (
	KindAPI      Kind = "api"
	KindSandbox  Kind = "sandbox"
	KindPerson   Kind = "person"
	KindRenewal  Kind = "renewal"
	KindMessage  Kind = "message"
	KindStatus   Kind = "status"
	KindAttempt  Kind = "attempt"
	KindOrder    Kind = "order"
	KindDelivery Kind = "delivery"
)

// kinds are all of them, in that order.
var kinds = []Kind{KindAPI, KindSandbox, KindPerson, KindRenewal, KindMessage, KindStatus, KindAttempt, KindOrder, KindDelivery}

// Entry is one thing that happened. Members that do not belong to its kind are
// empty.
type Entry struct {
	At   time.Time
	Kind Kind
	Text string // a sentence in English, for people; no personal data but what is masked

	Status  hpp.Status // of a status
	EventID string     // of a status and a delivery
	Session hpp.SessionID
	OrderID string
	Number  int64                 // of a message
	State   hpp.DistributionState // of a message
	Method  hpp.Category          // of an attempt, where it is known
	Result  string                // of an attempt and a delivery
	Reason  string                // of an attempt
	// Of a delivery: where it went, which try it was, what came back, how long it
	// took, and when the next one is due, if one is.
	Endpoint  string
	Try       int64
	HTTP      int
	Took      time.Duration
	NextTryAt time.Time
}

// Story is what happened to a session.
type Story struct {
	Session hpp.ListedSession
	Entries []Entry // the oldest first
	Answers Answers
}

// Of tells a story from facts.
func Of(f Facts) Story {
	entries := slices.Concat(made(f), messages(f), statuses(f), attempts(f), orders(f), renewals(f), deliveries(f))
	slices.SortStableFunc(entries, func(a, b Entry) int {
		if order := a.At.Compare(b.At); order != 0 {
			return order
		}
		return slices.Index(kinds, a.Kind) - slices.Index(kinds, b.Kind)
	})
	return Story{Session: f.Session, Entries: entries, Answers: Answers{
		Opened: Opened(f), Declined: Declined(f), Told: LastDelivery(f), Answered: Answered(f), SentTo: SentTo(f),
	}}
}

// made tells that the session was made, and in whose place.
func made(f Facts) []Entry {
	one := Entry{At: f.Session.CreatedAt, Kind: KindAPI, Text: "Session made"}
	if earlier := f.Session.Renewal.Renews; earlier != "" {
		one.Kind, one.Session, one.Text = KindRenewal, earlier, "Session made in place of session "+string(earlier)
	}
	return []Entry{one}
}

// statuses tell what became of the session, and when its time ended.
func statuses(f Facts) (all []Entry) {
	for i, e := range f.Events {
		all = append(all, Entry{At: e.At, Kind: KindStatus, Status: e.Status, EventID: e.ID, Text: statusText(f, i)})
	}
	if s := f.Session; !s.Status.Final() && s.HasExpired(f.Now) {
		all = append(all, Entry{At: s.ExpiresAt, Kind: KindStatus, Status: s.Status, Text: "The session's time ended"})
	}
	return all
}

// attempts tell how each press of the pay button ended. Which method it was with is
// known of the last one.
func attempts(f Facts) (all []Entry) {
	for _, e := range f.Events {
		one := Entry{At: e.At, Kind: KindAttempt}
		switch {
		case e.Status == hpp.Failed:
			one.Result, one.Reason, one.Text = "declined", e.Detail, declineText(e.Detail)
		case e.Status == hpp.Errored:
			one.Result, one.Reason, one.Text = "error", e.Detail, "The payer had agreed, and the payment could not be finished"
		case e.Status == hpp.Completed && !f.Session.Result.CompletedElsewhere:
			one.Result, one.Text = "approved", "The payment was approved"
		default:
			continue
		}
		all = append(all, one)
	}
	if a := f.Session.Attempt; a != nil {
		result, text := attemptUnderWay(a.Step)
		all = append(all, Entry{At: a.StartedAt, Kind: KindAttempt, Method: a.Category, Result: result, Text: text})
	} else if len(all) > 0 {
		all[len(all)-1].Method = f.Session.Chosen
	}
	return all
}

// orders tell of the order that the session became.
func orders(f Facts) []Entry {
	for _, e := range slices.Backward(f.Events) {
		if e.Status != hpp.Completed || f.Session.Result.OrderID == "" {
			continue
		}
		one := Entry{At: e.At, Kind: KindOrder, OrderID: f.Session.Result.OrderID, Text: "Order placed"}
		switch {
		case f.Session.Result.CompletedElsewhere:
			one.Text = "The order was placed outside this session"
		case f.Session.Result.CaptureFailed:
			one.Text = "Order placed; it could not be captured"
		case f.Session.Options.PlaceOrderMode == hpp.CaptureOrder:
			one.Text = "Order placed and captured"
		}
		return []Entry{one}
	}
	return nil
}

// renewals tell what was asked for after the session's end, and what came of it.
func renewals(f Facts) (all []Entry) {
	if at := f.Session.Renewal.RequestedAt; !at.IsZero() {
		all = append(all, Entry{At: at, Kind: KindRenewal, Text: "A payer asked for a new link"})
	}
	if !f.RenewedAt.IsZero() {
		next := f.Session.Renewal.RenewedBy
		all = append(all, Entry{At: f.RenewedAt, Kind: KindRenewal, Session: next, Text: "Session " + string(next) + " took its place; the old link leads there"})
	}
	return all
}

// deliveries tell of every try to bring an event to the merchant.
func deliveries(f Facts) (all []Entry) {
	for _, d := range f.Deliveries {
		for i, try := range d.Tries {
			one := Entry{
				At: try.At, Kind: KindDelivery, EventID: d.EventID, Endpoint: d.Endpoint, Try: try.Number, Result: string(try.Result),
				HTTP: try.Status, Took: try.Took, Text: tryText(d, try),
			}
			if last := i == len(d.Tries)-1; last && d.State == delivery.Waiting {
				one.NextTryAt = d.NextTryAt
			}
			all = append(all, one)
		}
	}
	return all
}
