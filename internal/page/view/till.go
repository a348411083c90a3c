package view

import (
	"cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

// Till is the page at a till: the payment's state, and how to hand its link to
// the payer (docs/spec/hpp.md §7.4).
type Till struct {
	Heading                 string
	Summary                 Summary
	News                    TillNews
	Reference, Copy, Copied string    // labels of News.Reference
	Handover                *Handover // nil: the payment is over
	Sent                    string    // heading of News.Sent
	Close, Done             string
}

// Handover are the deliveries of a link that the merchant allows; the QR code is
// nil when it is not among them.
type Handover struct {
	Errors         *Errors
	IdempotencyKey string
	Update         string // the button that reloads, for browsers without scripts
	QR             *QRCode
	Or             string // stands between the code and the rest
	Sends          []SendForm
}

// QRCode is the code that a phone scans.
type QRCode struct {
	Heading, Text string
	Image         Address
	Print         *Link
}

// SendForm is the form of one delivery, with the method's published name.
type SendForm struct {
	Method string
	Fields []Field
	Button Button
}

// RejectedSend is a form that could not be sent: what was typed, and why.
type RejectedSend struct {
	Typed  hpp.DistributionRequest
	Code   hpp.Code // why; empty: the page was only reloaded
	Fields []string // at fault, as hpp.Error names them
}

// ForTill is the page at a till. The site's path is the till's.
func ForTill(v hpp.TillView, site Site, back RejectedSend) Screen {
	t, self := newTillBuilder(v, site)
	heading := t.Text("module.title")
	if self {
		heading = t.Text("pay.title")
	}
	m := Till{
		Heading: cmp.Or(shorten(v.Session.Options.PageTitle, 120), heading),
		Summary: t.summary(), News: t.news(v),
		Reference: t.Text("outcome.reference"), Copy: t.Text("outcome.copy"), Copied: t.Text("outcome.copied"),
		Sent: t.Text("module.sent"), Close: t.Text("exit.cancel"), Done: t.Text("module.done"),
	}
	if !m.News.Over {
		m.Handover = t.handover(v, back)
	}
	s := t.tillFrame(m.News.Title)
	s.ChangeTag, s.Till = v.ChangeTag, &m
	if m.Handover != nil && m.Handover.Errors != nil {
		s.Title = t.Text("frame.error_title", locale.Values{"Title": s.Title})
	}
	if self {
		s.Idle = &Idle{After: idleSeconds, Text: t.Text("frame.idle"), Stay: t.Text("frame.idle_stay")}
	}
	return s
}

// ForClosingTill asks whether to end a payment at the till.
func ForClosingTill(v hpp.TillView, site Site) Screen {
	t, _ := newTillBuilder(v, site)
	c := Confirm{
		Heading: t.Text("cancel.title"), Text: t.Text("module.close"), Summary: t.summary(),
		Cancel: Button{Text: t.Text("cancel.confirm"), Busy: t.Text("pay.busy")}, Keep: t.Text("cancel.keep"),
		Form: site.at("/close"), Hook: "module-cancel",
	}
	s := t.tillFrame(t.shopTitle(c.Heading))
	s.Confirm = &c
	return s
}

// ForTillEnded says that the merchant must open a new till page. The view has only
// the purchase and the profile.
func ForTillEnded(v hpp.TillView, site Site) Screen {
	t, _ := newTillBuilder(v, site)
	s := t.tillFrame(t.Text("over.title"))
	s.Notice = &Notice{Sign: "over", Heading: t.Text("over.title"), Text: t.Text("over.what")}
	return s
}

// newTillBuilder makes a builder in the till's language: the profile's, else the
// session's. A till offers no choice of language.
func newTillBuilder(v hpp.TillView, site Site) (t builder, self bool) {
	site.Lang = ""
	if v.Profile.Locale != "" {
		site.Lang = locale.Match(v.Profile.Locale).Tag()
	}
	return newBuilder(v.PageView, site), v.Mode == hpp.SelfCheckoutMode
}

// tillFrame is the frame around the screens at a till.
func (t builder) tillFrame(title string) Screen {
	s := newFrame(t.Language, t.site, title)
	s.Shop = newShop(t.page.Session.Shop)
	s.Title = title
	s.Path, s.Query, s.FormKey = t.site.Path, t.site.Query, t.page.FormKey
	s.Offline = t.Text("frame.offline")
	t.applyBrand(&s, false)
	return s
}

// shopTitle is a tab's title with the shop's name.
func (t builder) shopTitle(heading string) string {
	name := newShop(t.page.Session.Shop).Name
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
