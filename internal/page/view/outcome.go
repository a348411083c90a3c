package view

import (
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

// watching is how many seconds the script waits between two looks while
// checking, behind the stream of news; pages without scripts look more often.
const watching = 3

// Tone is how an outcome feels; words always say the same.
type Tone string

// The tones.
const (
	Good    Tone = "good"
	Bad     Tone = "bad"
	Waiting Tone = "waiting"
	Neutral Tone = "neutral"
)

// Outcome is an end, or a wait for one. It always says what happened, whether
// money moved and what to do next.
type Outcome struct {
	Name    string // data-outcome (decisions.md §8)
	Tone    Tone
	Heading string
	What    string
	Money   string
	Next    string
	Facts   []Total
	Time    *Moment
	// Reference is what the payer quotes when asking; Copy and Copied label
	// the button beside it.
	Reference, ReferenceLabel string
	Copy, Copied              string
	Retry                     *Button
	Continue                  *Link
	Stay                      *Link // stops the Refresh
	Exit                      *Exit
	Reload                    *Link
}

// Moment is a time, for people and for machines.
type Moment struct{ Label, Text, Machine string }

// Link is an address of ours or of the merchant.
type Link struct {
	To   Address
	Text string
}

// ForOutcome is the screen of every step on which there is nothing to fill in.
// Nobody is taken anywhere from it.
func ForOutcome(v hpp.PageView, site Site) Screen {
	t := tell(v, site)
	o := t.outcome()
	o.Reference, o.ReferenceLabel = reference(v.Session), t.Text("outcome.reference")
	o.Copy, o.Copied = t.Text("outcome.copy"), t.Text("outcome.copied")
	o.Facts = []Total{{t.Text("outcome.amount"), t.amount}}
	if !v.Session.UpdatedAt.IsZero() && v.Session.Status.Final() {
		o.Time = t.moment(v.Session.UpdatedAt)
	}
	s := t.screen(o.Heading)
	s.Outcome = &o
	if v.State == hpp.PageChecking {
		s.Watch, s.Mark = watching, v.ChangeTag
	}
	if v.State == hpp.PageFailed || v.State == hpp.PageError {
		s.Watch, s.Mark = watchIdle, v.ChangeTag
	}
	return s
}

// ForOutcomeThen is ForOutcome for a merchant who wants it seen for some
// seconds before the payer is taken to the shop.
func ForOutcomeThen(v hpp.PageView, site Site, seconds int) Screen {
	s := ForOutcome(v, site)
	if o := s.Outcome; o.Continue != nil {
		t := tell(v, site)
		_, o.Next = t.parting()
		o.Stay = &Link{To: site.at(""), Text: t.Text("outcome.stay")}
		s.Refresh = Refresh{After: seconds, To: o.Continue.To}
	}
	return s
}

// clock writes a time as clocks show it where the purchase is paid from.
func (t teller) clock(at time.Time) string { return t.Time(at, t.visit.Purchase.Country) }

func (t teller) moment(at time.Time) *Moment {
	return &Moment{Label: t.Text("outcome.time"), Text: t.clock(at), Machine: at.UTC().Format(time.RFC3339)}
}

// outcome says what happened.
func (t teller) outcome() Outcome {
	switch t.visit.State {
	case hpp.PageCompleted:
		return t.completed()
	case hpp.PageFailed:
		if t.visit.Locked {
			return t.held()
		}
		o := t.phrase("failed", Bad, t.Text(reason(t.visit.Session.Result.Reason)), t.Text("failed.money"), t.settled())
		return t.open(o, "failed.retry")
	case hpp.PageError:
		o := t.phrase("error", Bad, t.Text("error.what"), t.Text("error.money"), t.settled())
		return t.open(o, "error.retry")
	case hpp.PageCancelled:
		o := t.phrase("cancelled", Neutral, t.say("cancelled.what"), t.Text("cancelled.money"), t.settled())
		return t.onward(o)
	case hpp.PageExpired:
		return t.ask(t.phrase("expired", Neutral, t.expired(), t.Text("expired.money"), t.say("expired.next")))
	case hpp.PageDisabled:
		return t.ask(t.phrase("disabled", Neutral, t.say(t.closedBy()), t.Text("disabled.money"), t.Text("disabled.next")))
	}
	return t.phrase("checking", Waiting, t.say("checking.what"), t.Text("checking.money"), t.Text("checking.next"))
}

var headings = map[string]string{
	"failed": "failed.title", "error": "error.title", "cancelled": "cancelled.title",
	"expired": "expired.title", "disabled": "disabled.title", "checking": "checking.title",
}

func (t teller) phrase(name string, tone Tone, what, money, next string) Outcome {
	return Outcome{Name: name, Tone: tone, Heading: t.Text(headings[name]), What: what, Money: money, Next: next}
}

// settled is what to do next when the browser stays where it is.
func (t teller) settled() string {
	switch t.visit.State {
	case hpp.PageCompleted:
		if r := t.visit.Session.Result; r.OrderID == "" && !r.CompletedElsewhere && t.visit.RedirectURL != "" {
			return t.Text("approved.go")
		}
		return t.Text(success(t.visit.Session).next)
	case hpp.PageFailed:
		if t.visit.RetryAfter > 0 {
			return t.wait()
		}
		return t.Text("failed.next")
	case hpp.PageError:
		return t.Text("error.next")
	}
	return t.Text("cancelled.next")
}

func (t teller) completed() Outcome {
	words := success(t.visit.Session)
	return t.onward(Outcome{
		Name: "completed", Tone: Good, Heading: t.Text(words.title),
		What: t.say(words.what), Money: t.say(words.money), Next: t.settled(),
	})
}

// onward offers the way to the merchant, where the merchant has an address.
func (t teller) onward(o Outcome) Outcome {
	if to := destination(t.visit.RedirectURL); to != "" {
		o.Continue = &Link{To: to, Text: t.say("outcome.continue")}
	}
	return o
}

// open is an end the payer may take back: try again, or leave.
func (t teller) open(o Outcome, retry string) Outcome {
	o.Retry = &Button{Text: t.Text(retry), Busy: t.Text("pay.busy")}
	if o = t.onward(o); o.Continue == nil {
		exit := t.exit()
		o.Exit = &exit
	}
	return o
}

// held is a decline after which only the merchant lets payers try again.
func (t teller) held() Outcome {
	return t.onward(t.phrase("failed", Bad, t.Text("held.what"), t.Text("failed.money"), t.say("held.next")))
}

// expired is why there is nothing to pay any more: the page's own time is over,
// or the purchase behind it went first.
func (t teller) expired() string {
	if t.visit.Session.HasExpired(t.visit.Now) {
		return t.Text("expired.what", locale.Values{"Time": t.clock(t.visit.Session.ExpiresAt)})
	}
	return t.Text("expired.gone")
}

// closedBy is why a page is closed: the shop closed this one, or takes no
// payments at all.
func (t teller) closedBy() string {
	if t.visit.SalesClosed {
		return "shut.what"
	}
	return "disabled.what"
}

// ask offers the way to the shop, for a payer who needs a new link. Nobody is
// taken there unasked.
func (t teller) ask(o Outcome) Outcome {
	if to := destination(t.visit.RedirectURL); to != "" {
		o.Continue = &Link{To: to, Text: t.say("expired.ask")}
	}
	return o
}

// reference is what the payer quotes: the merchant's own word, or ours.
func reference(s hpp.Session) string { return short(s.Reference, 60) }
