package view

import (
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// checkingPoll is how many seconds the script waits between two reads while checking,
// in case its event stream fails; pages without scripts read more often.
const checkingPoll = 3

// Tone is the colour and drawing of an outcome; its text says the same.
type Tone string

// The tones.
const (
	Good    Tone = "good"
	Bad     Tone = "bad"
	Waiting Tone = "waiting"
	Neutral Tone = "neutral"
)

// Outcome is how an attempt ended, or the wait for it. It always says what happened, whether
// money moved and what to do next.
type Outcome struct {
	Name    string // data-outcome (decisions.md §8)
	Tone    Tone
	Heading string
	What    string
	Money   string
	Next    string
	Facts   []Fact
	Receipt *Receipt // nil: nothing was bought
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
	Renew                     *Button     // asks for a new link
	Connection                *Connection // nil: nothing can be sent
}

// Fact is a line of what an outcome is about.
type Fact struct{ Label, Text string }

// Moment is a time, for people and for machines.
type Moment struct{ Label, Text, Machine string }

// Link is an address of this server or of the merchant.
type Link struct {
	To   Address
	Text string
}

// ForOutcome is the screen of every page state without a form. It does not redirect.
func ForOutcome(v hpp.PageView, site Site) Screen {
	t := newBuilder(v, site)
	o := t.outcome()
	o.Reference, o.ReferenceLabel = referenceOf(v.Session), t.Text("outcome.reference")
	o.Copy, o.Copied = t.Text("outcome.copy"), t.Text("outcome.copied")
	o.Facts = []Fact{{t.Text("outcome.amount"), t.amount}}
	if v.State == hpp.PageCompleted {
		o.Facts, o.Receipt = append(o.Facts, t.receiptFacts()...), t.receipt()
	}
	if !v.Session.UpdatedAt.IsZero() && v.Session.Status.Final() {
		o.Time = t.moment(v.Session.UpdatedAt)
	}
	connection := t.connectionTexts()
	o.Connection = &connection
	s := t.screen(o.Heading)
	s.Outcome = &o
	if v.State == hpp.PageChecking {
		s.PollSeconds, s.ChangeTag = checkingPoll, v.ChangeTag
	}
	if v.State == hpp.PageFailed || v.State == hpp.PageError || v.Renewal == hpp.RenewalRequested {
		s.PollSeconds, s.ChangeTag = idlePoll, v.ChangeTag
	}
	return s
}

// ForOutcomeWithRedirect is ForOutcome for a merchant who wants the payer to be
// redirected to the shop after some seconds.
func ForOutcomeWithRedirect(v hpp.PageView, site Site, seconds int) Screen {
	s := ForOutcome(v, site)
	if o := s.Outcome; o.Continue != nil {
		t := newBuilder(v, site)
		_, o.Next = t.leavingText()
		o.Stay = &Link{To: site.at(""), Text: t.Text("outcome.stay")}
		s.Refresh = Refresh{After: seconds, To: o.Continue.To}
	}
	return s
}

// clock writes a time in the time zone of the purchase's country.
func (t builder) clock(at time.Time) string { return t.Time(at, t.page.Purchase.Country) }

func (t builder) moment(at time.Time) *Moment {
	return &Moment{Label: t.Text("outcome.time"), Text: t.clock(at), Machine: at.UTC().Format(time.RFC3339)}
}

// outcome says what happened.
func (t builder) outcome() Outcome {
	switch t.page.State {
	case hpp.PageCompleted:
		return t.completedOutcome()
	case hpp.PageFailed:
		if t.page.Locked {
			return t.lockedOutcome()
		}
		o := t.newOutcome("failed", Bad, t.Text(reasonKey(t.page.Session.Result.Reason)), t.Text("failed.money"), t.nextStep())
		return t.withRetry(o, "failed.retry")
	case hpp.PageError:
		o := t.newOutcome("error", Bad, t.Text("error.what"), t.Text("error.money"), t.nextStep())
		return t.withRetry(o, "error.retry")
	case hpp.PageCancelled:
		o := t.newOutcome("cancelled", Neutral, t.purchaseText("cancelled.what"), t.Text("cancelled.money"), t.nextStep())
		return t.withContinue(o)
	case hpp.PageExpired:
		return t.expiredOutcome()
	case hpp.PageDisabled:
		return t.withShopLink(t.newOutcome("disabled", Neutral, t.purchaseText(t.closedKey()), t.Text("disabled.money"), t.Text("disabled.next")))
	}
	return t.newOutcome("checking", Waiting, t.purchaseText("checking.what"), t.Text("checking.money"), t.Text("checking.next"))
}

var headings = map[string]string{
	"failed": "failed.title", "error": "error.title", "cancelled": "cancelled.title",
	"expired": "expired.title", "disabled": "disabled.title", "checking": "checking.title",
}

func (t builder) newOutcome(name string, tone Tone, what, money, next string) Outcome {
	return Outcome{Name: name, Tone: tone, Heading: t.Text(headings[name]), What: what, Money: money, Next: next}
}

// nextStep is what to do next when the payer stays on this page.
func (t builder) nextStep() string {
	switch t.page.State {
	case hpp.PageCompleted:
		if r := t.page.Session.Result; r.OrderID == "" && !r.CompletedElsewhere && t.page.RedirectURL != "" {
			return t.Text("approved.go")
		}
		return t.Text(successKeysOf(t.page.Session).next)
	case hpp.PageFailed:
		if t.page.RetryAfter > 0 {
			return t.wait()
		}
		return t.Text("failed.next")
	case hpp.PageError:
		return t.Text("error.next")
	}
	return t.Text("cancelled.next")
}

func (t builder) completedOutcome() Outcome {
	keys := successKeysOf(t.page.Session)
	return t.withContinue(Outcome{
		Name: "completed", Tone: Good, Heading: t.Text(keys.title),
		What: t.purchaseText(keys.what), Money: t.purchaseText(keys.money), Next: t.nextStep(),
	})
}

// withContinue adds a link to the merchant, if there is one.
func (t builder) withContinue(o Outcome) Outcome {
	if to := safeAddress(t.page.RedirectURL); to != "" {
		o.Continue = &Link{To: to, Text: t.purchaseText("outcome.continue")}
	}
	return o
}

// withRetry adds what the payer can do: try again, or leave.
func (t builder) withRetry(o Outcome, retry string) Outcome {
	o.Retry = &Button{Text: t.Text(retry), Busy: t.Text("pay.busy")}
	if o = t.withContinue(o); o.Continue == nil {
		exit := t.exit()
		o.Exit = &exit
	}
	return o
}

// lockedOutcome is a decline after which only the merchant can allow another try.
func (t builder) lockedOutcome() Outcome {
	return t.withContinue(t.newOutcome("failed", Bad, t.Text("held.what"), t.Text("failed.money"), t.purchaseText("held.next")))
}

// closedKey is the key of why a page is closed: the shop closed this one, or takes no
// payments at all.
func (t builder) closedKey() string {
	if t.page.SalesClosed {
		return "shut.what"
	}
	return "disabled.what"
}

// withShopLink adds a link to the shop, for a payer who needs a new payment link. The page
// does not redirect.
func (t builder) withShopLink(o Outcome) Outcome {
	if to := safeAddress(t.page.RedirectURL); to != "" {
		o.Continue = &Link{To: to, Text: t.purchaseText("expired.ask")}
	}
	return o
}

// referenceOf is what the payer quotes: the merchant's reference, or this server's.
func referenceOf(s hpp.Session) string { return shorten(s.Reference, 60) }
