package view

import (
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Two more tones, at a till: nothing has happened yet, and a payer has opened the
// link.
const (
	Calm   Tone = "calm"
	Lively Tone = "lively"
)

// Tones lists all tones: a till holds a drawing of each and shows one.
var Tones = []Tone{Calm, Lively, Waiting, Good, Bad, Neutral}

// TillNews is what changes while a till page is open; its script writes it into
// the page.
type TillNews struct {
	Status    hpp.Status `json:"status"` // as published
	Title     string     `json:"title"`  // of the tab
	Tone      Tone       `json:"tone"`
	Heading   string     `json:"heading"`
	Text      string     `json:"text"`
	Reference string     `json:"reference"` // the provider's, once it is paid
	Over      bool       `json:"over"`      // the payment is over
	Closable  bool       `json:"closable"`
	Sent      []Sent     `json:"sent"`
}

// Sent is a link that was handed over, the last one first.
type Sent struct {
	State   hpp.DistributionState `json:"state"`
	To      string                `json:"to"` // masked; the method where there is no address
	Method  string                `json:"method"`
	Label   string                `json:"label"`  // the state in words
	Reason  string                `json:"reason"` // in English, as servers give it
	Machine string                `json:"machine"`
	Time    string                `json:"-"` // the script writes it in the clerk's own time zone
}

// ForTillNews is the changed part of an open till page.
func ForTillNews(v hpp.TillView, site Site) TillNews {
	t, _ := newTillBuilder(v, site)
	return t.news(v)
}

func (t builder) news(v hpp.TillView) TillNews {
	n := TillNews{Status: v.Session.Status, Closable: Closable(v.PageView), Sent: t.sentRows(v)}
	state, tone := t.paymentState()
	if v.Mode == hpp.SelfCheckoutMode {
		state = t.forSelfCheckout(state)
	}
	n.Tone, n.Heading, n.Text = tone, state.title, state.text
	switch v.State {
	case hpp.PageCompleted, hpp.PageCancelled, hpp.PageDisabled, hpp.PageExpired:
		n.Over = true
	}
	if v.State == hpp.PageCompleted {
		n.Reference = shorten(v.Session.Result.Reference, 60)
	}
	n.Title = t.shopTitle(n.Heading)
	return n
}

// paymentState is a state of the payment: its name, and texts for a clerk.
type paymentState struct{ name, title, text string }

func (t builder) paymentState() (paymentState, Tone) {
	state := func(name, title, text string) paymentState {
		return paymentState{name, t.Text(title), t.purchaseText(text)}
	}
	switch t.page.State {
	case hpp.PageChallenge:
		return state("code", "till_code.title", "till_code.what"), Waiting
	case hpp.PageChecking:
		return state("checking", "till_checking.title", "till_checking.what"), Waiting
	case hpp.PageCompleted:
		return t.completedState(state), Good
	case hpp.PageFailed:
		return state("failed", "till_failed.title", "till_failed.what"), Bad
	case hpp.PageError:
		return state("error", "till_error.title", "till_error.what"), Bad
	case hpp.PageCancelled:
		return state("cancelled", "till_cancelled.title", "till_cancelled.what"), Neutral
	case hpp.PageDisabled:
		if t.page.SalesClosed {
			return state("disabled", "till_disabled.title", "shut.what"), Neutral
		}
		return state("disabled", "till_disabled.title", "till_disabled.what"), Neutral
	case hpp.PageExpired:
		return state("expired", "till_expired.title", "till_expired.what"), Neutral
	}
	switch {
	case t.page.Session.Status == hpp.Back:
		return state("back", "till_back.title", "till_back.what"), Neutral
	case t.page.Declined:
		return state("again", "till_again.title", "till_again.what"), Bad
	case t.page.Session.Status == hpp.InProgress:
		return state("open", "till_open.title", "till_open.what"), Lively
	}
	return state("waiting", "till_waiting.title", "till_waiting.what"), Calm
}

func (t builder) completedState(state func(name, title, text string) paymentState) paymentState {
	switch result := t.page.Session.Result; {
	case result.CompletedElsewhere:
		return state("completed", "till_elsewhere.title", "till_elsewhere.what")
	case result.OrderID == "":
		return state("completed", "till_approved.title", "till_approved.what")
	}
	return state("completed", "till_paid.title", "till_paid.what")
}

// forSelfCheckout says the same to a payer at a self-checkout, in the texts of the
// page on the phone where it has some.
func (t builder) forSelfCheckout(s paymentState) paymentState {
	switch s.name {
	case "waiting":
		s.title, s.text = t.Text("self_waiting.title"), t.Text("self_waiting.what")
	case "open":
		s.title, s.text = t.Text("self_open.title"), t.Text("self_open.what")
	case "again":
		s.title, s.text = t.Text("self_again.title"), t.Text("self_again.what")
	case "back":
		s.title, s.text = t.Text("self_back.title"), t.Text("self_back.what")
	case "code":
		s.title, s.text = t.Text("self_code.title"), t.Text("self_code.what")
	case "checking":
		s.title, s.text = t.Text("checking.title"), t.purchaseText("checking.what")+" "+t.Text("checking.next")
	case "completed":
		keys := successKeysOf(t.page.Session)
		s.title, s.text = t.Text(keys.title), t.purchaseText(keys.what)
	case "failed":
		s.title, s.text = t.Text("failed.title"), t.Text("failed.money")+" "+t.Text("failed.next")
	case "error":
		s.title, s.text = t.Text("error.title"), t.Text("error.what")+" "+t.Text("error.next")
	case "cancelled":
		s.title, s.text = t.Text("cancelled.title"), t.purchaseText("cancelled.what")
	case "disabled":
		s.title, s.text = t.Text("disabled.title"), t.purchaseText(t.closedKey())
	case "expired":
		s.title, s.text = t.Text("expired.title"), t.Text("expired.money")
	}
	return s
}

// maxSent is how many rows a screen shows.
const maxSent = 20

// sentRows lists the deliveries of the link, the last first. A self-checkout shows
// only the last: those before may be of another person.
func (t builder) sentRows(v hpp.TillView) []Sent {
	most := maxSent
	if v.Mode == hpp.SelfCheckoutMode {
		most = 1
	}
	rows := make([]Sent, 0, min(most, len(v.Distributions)))
	for i := len(v.Distributions) - 1; i >= 0 && len(rows) < most; i-- {
		d := v.Distributions[i]
		row := Sent{
			State: d.State, To: shorten(d.MaskedContact, 60), Method: t.methodName(d.Method), Label: t.Text(sentStateKey(d)),
			Time: d.QueuedAt.UTC().Format("2006-01-02 15:04 UTC"), Machine: d.QueuedAt.UTC().Format(time.RFC3339),
		}
		if d.State == hpp.DistributionBounced {
			row.Reason = shorten(d.Reason, 120)
		}
		if row.To == "" {
			row.To, row.Method = row.Method, ""
		}
		rows = append(rows, row)
	}
	return rows
}

func (t builder) methodName(m hpp.DistributionMethod) string {
	switch m {
	case hpp.BySMS:
		return t.Text("module.by_sms")
	case hpp.ByToken:
		return t.Text("module.by_token")
	}
	return t.Text("email.label")
}

// sentStateKey is the key of the text for a delivery's state.
func sentStateKey(d hpp.Distribution) string {
	switch d.State {
	case hpp.DistributionSent:
		return "sent.sent"
	case hpp.DistributionAccepted:
		switch d.Method {
		case hpp.BySMS:
			return "sent.texted"
		case hpp.ByToken:
			return "sent.shown"
		}
		return "sent.mailed"
	case hpp.DistributionOpened:
		return "sent.opened"
	case hpp.DistributionBounced:
		return "sent.bounced"
	case hpp.DistributionWithdrawn:
		return "sent.withdrawn"
	}
	return "sent.queued"
}
