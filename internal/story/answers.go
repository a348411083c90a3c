package story

import (
	"net/url"
	"slices"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Answers are those to the five questions. One that has nothing to tell is nil.
type Answers struct {
	Opened   OpenedAnswer
	Declined *DeclinedAnswer
	Told     ToldAnswer
	Answered *MerchantAnswer
	SentTo   *Destination
}

// OpenedAnswer says whether a payer acted on the page; who only looks, as mail
// scanners do, does not count.
type OpenedAnswer struct {
	Yes bool
	At  time.Time // the first time
}

// Opened answers whether, and when, a payer acted on the page.
func Opened(f Facts) (a OpenedAnswer) {
	first := func(at time.Time) {
		if !at.IsZero() && (a.At.IsZero() || at.Before(a.At)) {
			a = OpenedAnswer{true, at}
		}
	}
	for _, e := range f.Events {
		if e.Status == hpp.InProgress {
			first(e.At)
		}
	}
	for _, d := range f.Distributions {
		first(d.OpenedAt)
	}
	return a
}

// DeclinedAnswer is why the last payment that came to nothing did.
type DeclinedAnswer struct {
	Reason string // the provider's word, or the kind of fault
	Text   string
}

// Declined answers why the payer was declined last; nil: nobody was.
func Declined(f Facts) *DeclinedAnswer {
	last := ""
	for _, e := range slices.Backward(f.Events) {
		switch e.Status {
		case hpp.Completed:
			last = ". The payer paid afterwards"
		case hpp.Failed:
			return &DeclinedAnswer{e.Detail, declineText(e.Detail) + last}
		case hpp.Errored:
			return &DeclinedAnswer{e.Detail, "The payment could not be finished after the payer had agreed: " + e.Detail + last}
		}
	}
	if f.Session.Declines > 0 {
		// A decline that offered the other methods on the same page is no event.
		return &DeclinedAnswer{f.Session.Result.Reason, declineText(f.Session.Result.Reason) + last}
	}
	return nil
}

// ToldState is whether the merchant knows the last event.
type ToldState string

// The states beside those of a delivery.
const (
	ToldNothing   ToldState = "NOTHING"    // nothing has happened yet that is told
	ToldNoAddress ToldState = "NO_ADDRESS" // the session has no status_update
)

// ToldAnswer is what became of the last event's callback.
type ToldAnswer struct {
	State ToldState // these, or a delivery's
	Tries int
	At    time.Time // when it was delivered; else of the last try; zero: there was none
}

// LastDelivery answers whether the merchant was told of the last event.
func LastDelivery(f Facts) ToldAnswer {
	if f.Session.URLs.StatusUpdate == "" {
		return ToldAnswer{State: ToldNoAddress}
	}
	if len(f.Deliveries) == 0 {
		return ToldAnswer{State: ToldNothing}
	}
	last := f.Deliveries[len(f.Deliveries)-1]
	a := ToldAnswer{State: ToldState(last.State), Tries: len(last.Tries), At: last.DeliveredAt()}
	if a.At.IsZero() && a.Tries > 0 {
		a.At = last.Tries[a.Tries-1].At
	}
	return a
}

// MerchantAnswer is the last answer of the merchant's server to a callback.
type MerchantAnswer struct {
	Status int // of HTTP
	At     time.Time
}

// Answered answers what the merchant's server said last; nil: nothing came back.
func Answered(f Facts) (a *MerchantAnswer) {
	for _, d := range f.Deliveries {
		for _, try := range d.Tries {
			if try.Status != 0 && (a == nil || !try.At.Before(a.At)) {
				a = &MerchantAnswer{try.Status, try.At.Add(try.Took)}
			}
		}
	}
	return a
}

// Destination is where the page sends a payer. Queries are left out: they may hold
// tokens.
type Destination struct {
	Kind       string // success, failure, error, cancel or back
	Host, Path string
	Text       string
}

// destinationText says what is not known.
const destinationText = "The page gave the payer this address; whether the browser followed it nobody knows"

// SentTo answers where the page sent the payer; nil: it stays at the page.
func SentTo(f Facts) *Destination {
	kind, address := f.Session.Destination()
	to, err := url.Parse(address)
	if err != nil || address == "" {
		return nil
	}
	return &Destination{kind, to.Host, to.EscapedPath(), destinationText}
}
