package view

import (
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Two more tones, at a till: nothing has happened yet, and somebody is there.
const (
	Calm   Tone = "calm"
	Lively Tone = "lively"
)

// Tones lists them all: a module shows one after the other.
var Tones = []Tone{Calm, Lively, Waiting, Good, Bad, Neutral}

// News is what changes while a module is open, ready to be shown.
type News struct {
	Status    hpp.Status `json:"status"` // as published
	Title     string     `json:"title"`  // of the tab
	Tone      Tone       `json:"tone"`
	Heading   string     `json:"heading"`
	Text      string     `json:"text"`
	Reference string     `json:"reference"` // the provider's, once it is paid
	Over      bool       `json:"over"`      // nothing is left to hand over
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
	Time    string                `json:"-"` // the script writes it as the clerk's own clock has it
}

// ForNews is what an open module shows anew.
func ForNews(v hpp.TillView, site Site) News {
	t, _ := tellModule(v, site)
	return t.news(v)
}

func (t teller) news(v hpp.TillView) News {
	n := News{Status: v.Session.Status, Closable: Closable(v.PageView), Sent: t.sent(v)}
	said, tone := t.standing()
	if v.Mode == hpp.SelfCheckoutMode {
		said = t.standingOfYours(said)
	}
	n.Tone, n.Heading, n.Text = tone, said.title, said.what
	switch v.State {
	case hpp.PageCompleted, hpp.PageCancelled, hpp.PageDisabled, hpp.PageExpired:
		n.Over = true
	}
	if v.State == hpp.PageCompleted {
		n.Reference = short(v.Session.Result.Reference, 60)
	}
	n.Title = t.titled(n.Heading)
	return n
}

// standing is how a payment stands: its name, and words for a clerk.
type standing struct{ name, title, what string }

func (t teller) standing() (standing, Tone) {
	words := func(name, title, what string) standing { return standing{name, t.Text(title), t.say(what)} }
	switch t.visit.State {
	case hpp.PageChallenge:
		return words("code", "till_code.title", "till_code.what"), Waiting
	case hpp.PageChecking:
		return words("checking", "till_checking.title", "till_checking.what"), Waiting
	case hpp.PageCompleted:
		return t.sold(words), Good
	case hpp.PageFailed:
		return words("failed", "till_failed.title", "till_failed.what"), Bad
	case hpp.PageError:
		return words("error", "till_error.title", "till_error.what"), Bad
	case hpp.PageCancelled:
		return words("cancelled", "till_cancelled.title", "till_cancelled.what"), Neutral
	case hpp.PageDisabled:
		if t.visit.SalesClosed {
			return words("disabled", "till_disabled.title", "shut.what"), Neutral
		}
		return words("disabled", "till_disabled.title", "till_disabled.what"), Neutral
	case hpp.PageExpired:
		return words("expired", "till_expired.title", "till_expired.what"), Neutral
	}
	switch {
	case t.visit.Session.Status == hpp.Back:
		return words("back", "till_back.title", "till_back.what"), Neutral
	case t.visit.Declined:
		return words("again", "till_again.title", "till_again.what"), Bad
	case t.visit.Session.Status == hpp.InProgress:
		return words("open", "till_open.title", "till_open.what"), Lively
	}
	return words("waiting", "till_waiting.title", "till_waiting.what"), Calm
}

func (t teller) sold(words func(name, title, what string) standing) standing {
	switch result := t.visit.Session.Result; {
	case result.CompletedElsewhere:
		return words("completed", "till_elsewhere.title", "till_elsewhere.what")
	case result.OrderID == "":
		return words("completed", "till_approved.title", "till_approved.what")
	}
	return words("completed", "till_paid.title", "till_paid.what")
}

// standingOfYours says the same to the payer, who stands at a self-checkout:
// where the page on the phone has words for it, the same ones.
func (t teller) standingOfYours(s standing) standing {
	switch s.name {
	case "waiting":
		s.title, s.what = t.Text("self_waiting.title"), t.Text("self_waiting.what")
	case "open":
		s.title, s.what = t.Text("self_open.title"), t.Text("self_open.what")
	case "again":
		s.title, s.what = t.Text("self_again.title"), t.Text("self_again.what")
	case "back":
		s.title, s.what = t.Text("self_back.title"), t.Text("self_back.what")
	case "code":
		s.title, s.what = t.Text("self_code.title"), t.Text("self_code.what")
	case "checking":
		s.title, s.what = t.Text("checking.title"), t.say("checking.what")+" "+t.Text("checking.next")
	case "completed":
		words := success(t.visit.Session)
		s.title, s.what = t.Text(words.title), t.say(words.what)
	case "failed":
		s.title, s.what = t.Text("failed.title"), t.Text("failed.money")+" "+t.Text("failed.next")
	case "error":
		s.title, s.what = t.Text("error.title"), t.Text("error.what")+" "+t.Text("error.next")
	case "cancelled":
		s.title, s.what = t.Text("cancelled.title"), t.say("cancelled.what")
	case "disabled":
		s.title, s.what = t.Text("disabled.title"), t.say(t.closedBy())
	case "expired":
		s.title, s.what = t.Text("expired.title"), t.Text("expired.money")
	}
	return s
}

// mostSent is how many rows a screen shows.
const mostSent = 20

// sent lists what was handed over, the last first; at a self-checkout, where
// the one before may have been another person, only that.
func (t teller) sent(v hpp.TillView) []Sent {
	most := mostSent
	if v.Mode == hpp.SelfCheckoutMode {
		most = 1
	}
	rows := make([]Sent, 0, min(most, len(v.Distributions)))
	for i := len(v.Distributions) - 1; i >= 0 && len(rows) < most; i-- {
		d := v.Distributions[i]
		row := Sent{
			State: d.State, To: short(d.MaskedContact, 60), Method: t.method(d.Method), Label: t.Text(state(d)),
			Time: d.QueuedAt.UTC().Format("2006-01-02 15:04 UTC"), Machine: d.QueuedAt.UTC().Format(time.RFC3339),
		}
		if d.State == hpp.DistributionBounced {
			row.Reason = short(d.Reason, 120)
		}
		if row.To == "" {
			row.To, row.Method = row.Method, ""
		}
		rows = append(rows, row)
	}
	return rows
}

func (t teller) method(m hpp.DistributionMethod) string {
	switch m {
	case hpp.BySMS:
		return t.Text("module.by_sms")
	case hpp.ByToken:
		return t.Text("module.by_token")
	}
	return t.Text("email.label")
}

// state is the key of what became of a message.
func state(d hpp.Distribution) string {
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
