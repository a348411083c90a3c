package view

import (
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Step is the one step on which the payer acts at the provider. A provider's script
// can read all of it: neither the payer's link nor what a payer typed stands here.
type Step struct {
	Heading, Text string
	Summary       Summary

	// Script is what shows the provider's part: the address of a script with the
	// token that opens this payment, or a snippet.
	Script, Token, Snippet string
	Category               string // as the provider writes it
	// Origins are where the script comes from; InlineStyles says that it writes
	// styles into its elements.
	Origins      []string
	InlineStyles bool

	Button   Button
	Confirm  string // the button once the provider wants a second press
	Loading  string
	Missing  string // the provider's part did not come
	Window   string // the provider's own window is open
	NotPaid  string // the payer left it
	Offline  string // the provider's part lost its connection
	NoScript string
	Redirect string // leads to the provider's own page; empty: it has none
	Other    string // leads back to the choice of method
}

// HasScript reports a step on which the provider's script shows something; on others
// the payer can only go to the provider's page.
func (s *Step) HasScript() bool { return s.Script != "" || s.Snippet != "" }

// ForStep is the screen of the provider's step.
func ForStep(v hpp.StepView, site Site) Screen {
	t := newBuilder(v.Page, site)
	b := Step{
		Heading: t.Text("step.title"), Text: t.purchaseText("step.text"), Summary: t.summary(),
		Category: strings.ToLower(string(v.Category)),
		Button:   Button{Text: t.purchaseText(t.verb()), Busy: t.Text("pay.busy")},
		Confirm:  t.Text("step.confirm"),
		Loading:  t.Text("step.loading"), Missing: t.Text("step.missing"), Window: t.Text("step.window"), NotPaid: t.Text("step.not_paid"), Offline: t.Text("frame.offline"),
		NoScript: t.Text("step.needs_script"), Other: t.Text("step.other"),
	}
	if v.CanRedirect {
		b.NoScript, b.Redirect = t.Text("step.no_script"), t.Text("step.redirect")
	}
	if v.CanRedirect && v.Action.Script == nil {
		b.Heading, b.Text = t.Text("step.leaving"), t.purchaseText("step.leaving_text")
	}
	if script := v.Action.Script; script != nil {
		b.Script, b.Token, b.Snippet = script.Address, script.ClientToken, script.Snippet
		b.Origins, b.InlineStyles = script.Origins, script.InlineStyles
	}
	s := t.screen(b.Heading)
	s.FormKey, s.Languages, s.Via, s.Query, s.Idle = v.FormKey, nil, "", "", nil
	if s.Test != nil {
		s.Test.Fill = nil
	}
	s.State, s.Step = "step", &b
	return s
}

// ForProvider is the screen that takes the payer to the provider's address.
func ForProvider(v hpp.StepView, site Site) Screen {
	t := newBuilder(v.Page, site)
	to := safeAddress(v.Action.RedirectURL)
	l := Leaving{
		Heading: t.Text("step.leaving"), Text: t.purchaseText("step.leaving_text"),
		Continue: Link{To: to, Text: t.Text("step.redirect")},
	}
	s := t.screen(l.Heading)
	s.Languages, s.Leaving, s.Refresh = nil, &l, Refresh{To: to}
	return s
}
