package view

import (
	"cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

// Module is the page at a till: how the payment stands, and the ways to bring
// it to the payer (hpp.md §7.4).
type Module struct {
	Heading                 string
	Summary                 Summary
	News                    News
	Reference, Copy, Copied string // labels of News.Reference
	Ways                    *Ways  // nil: nothing is left to hand over
	Sent                    string // heading of News.Sent
	Close, Done             string
}

// Ways are the ways to hand a payment over; those that may not be used are nil.
type Ways struct {
	Errors *Errors
	Once   string
	Update string // the button that looks again, for browsers without scripts
	Code   *CodeWay
	Or     string // stands between the code and the rest
	Sends  []Send
}

// CodeWay is the picture that a phone scans.
type CodeWay struct {
	Heading, Text string
	Picture       Address
	Print         *Link
}

// Send is one way to send the link, with the method's name as published.
type Send struct {
	Method string
	Fields []Field
	Button Button
}

// Returned is a form of the module that comes back: with what was typed, and
// with what kept it from being sent.
type Returned struct {
	Typed  hpp.DistributionRequest
	Code   hpp.Code // why; empty: it was only looked again
	Fields []string // at fault, as hpp.Error names them
}

// ForModule is the page at a till. The site's path is the module's.
func ForModule(v hpp.TillView, site Site, back Returned) Screen {
	t, self := tellModule(v, site)
	heading := t.Text("module.title")
	if self {
		heading = t.Text("pay.title")
	}
	m := Module{
		Heading: cmp.Or(short(v.Session.Options.PageTitle, 120), heading),
		Summary: t.closed(), News: t.news(v),
		Reference: t.Text("outcome.reference"), Copy: t.Text("outcome.copy"), Copied: t.Text("outcome.copied"),
		Sent: t.Text("module.sent"), Close: t.Text("exit.cancel"), Done: t.Text("module.done"),
	}
	if !m.News.Over {
		m.Ways = t.ways(v, back)
	}
	s := t.atTill(m.News.Title)
	s.Mark, s.Module = v.ChangeTag, &m
	if m.Ways != nil && m.Ways.Errors != nil {
		s.Title = t.Text("frame.error_title", locale.Values{"Title": s.Title})
	}
	if self {
		s.Idle = &Idle{After: idle, Text: t.Text("frame.idle"), Stay: t.Text("frame.idle_stay")}
	}
	return s
}

// ForClosing asks whether to end a payment at the till.
func ForClosing(v hpp.TillView, site Site) Screen {
	t, _ := tellModule(v, site)
	c := Confirm{
		Heading: t.Text("cancel.title"), Text: t.Text("module.close"), Summary: t.closed(),
		Cancel: Button{Text: t.Text("cancel.confirm"), Busy: t.Text("pay.busy")}, Keep: t.Text("cancel.keep"),
		Form: site.at("/close"), Hook: "module-cancel",
	}
	s := t.atTill(t.titled(c.Heading))
	s.Confirm = &c
	return s
}

// ForModuleOver says that a module must be opened anew. Of the visit only the
// purchase and the profile are there.
func ForModuleOver(v hpp.TillView, site Site) Screen {
	t, _ := tellModule(v, site)
	s := t.atTill(t.Text("over.title"))
	s.Notice = &Notice{Heading: t.Text("over.title"), Text: t.Text("over.what")}
	return s
}

// tellModule is a teller in the module's language: the profile's, else the
// session's. At a till nobody chooses another one.
func tellModule(v hpp.TillView, site Site) (t teller, self bool) {
	site.Lang = ""
	if v.Profile.Locale != "" {
		site.Lang = locale.Match(v.Profile.Locale).Tag()
	}
	return tell(v.PageView, site), v.Mode == hpp.SelfCheckoutMode
}

// atTill is the frame around the screens at a till.
func (t teller) atTill(title string) Screen {
	s := bare(t.Language, t.site, title)
	s.Shop = shop(t.visit.Session.Shop)
	s.Title = title
	s.Path, s.Query, s.Key = t.site.Path, t.site.Query, t.visit.FormKey
	s.Offline = t.Text("frame.offline")
	s.Brand = brand(t.visit.Session.Theme)
	s.Shop.Logo = logo(t.site)
	return s
}

// titled is a tab's title with the shop's name.
func (t teller) titled(heading string) string {
	name := shop(t.visit.Session.Shop).Name
	if name == "" {
		return heading
	}
	return t.Text("frame.shop_title", locale.Values{"Heading": heading, "Shop": isolate(name)})
}

// Closable reports whether a clerk may still end the payment: not once an
// order is being placed (hpp.md §1.3).
func Closable(v hpp.PageView) bool {
	switch v.State {
	case hpp.PageCompleted, hpp.PageCancelled, hpp.PageDisabled, hpp.PageExpired:
		return false
	case hpp.PageChecking:
		return v.Session.Attempt != nil && v.Session.Attempt.Step != hpp.StepPlacing
	}
	return true
}
