package view

import (
	"cmp"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

// idlePoll is how many seconds an idle page waits between two reads, in case its
// event stream fails.
const idlePoll = 20

// Pay is the choice of method, the payer's details and the button.
type Pay struct {
	Summary  Summary
	Heading  string
	Notice   string // a change that the payer should read first
	Closing  *Closing
	Errors   *Errors
	Revision string

	MethodsLegend string
	Methods       []Method
	MethodError   string
	NoMethods     string

	Details Details

	Shipping *Shipping // nil: nothing to choose
	Trust    Trust

	Button     Button
	Connection Connection
	Exit       Exit
	Phone      *Phone
}

// Exit is how to leave without paying.
type Exit struct {
	Kind hpp.ExitMode
	Text string
	Main bool // nothing else can be done
}

// Correction is what a payer has to correct in a form just sent.
type Correction struct {
	Payer        hpp.Payer // as typed
	Category     hpp.Category
	Shipping     string           // as chosen; may be empty
	Fields       []string         // at fault, as hpp.Error names them
	Faults       map[string]Fault // what the page itself found, by field
	Changed      bool             // the purchase is another one than the payer saw
	Refused      bool             // the details were not accepted, whether or not Fields says which
	AskCountry   bool             // the payer wants to choose another country
	MerchantText string           // with Refused: the merchant's text; may be empty
}

// ForPay is the screen on which the payer pays.
func ForPay(v hpp.PageView, site Site) Screen {
	return payScreen(v, site, isKnown(v.Payer, v.Purchase.Country), Correction{})
}

// ForCorrection is the same screen after a form with faults: nothing typed is lost.
func ForCorrection(v hpp.PageView, site Site, c Correction) Screen {
	known := isKnown(v.Payer, v.Purchase.Country)
	v.Payer = c.Payer
	if isOffered(v.Methods, c.Category) {
		v.Selected = c.Category
	}
	v.Deliveries = selectShipping(v.Deliveries, c.Shipping)
	return payScreen(v, site, known, c)
}

func payScreen(v hpp.PageView, site Site, known bool, c Correction) Screen {
	t := newBuilder(v, site)
	p := Pay{
		Summary:  t.summary(),
		Heading:  cmp.Or(shorten(v.Session.Options.PageTitle, 120), t.Text("pay.title")),
		Notice:   t.notice(c),
		Closing:  t.closing(),
		Revision: v.Revision,

		MethodsLegend: t.Text("pay.methods"),
		Methods:       t.methods(),
		Details:       t.details(v.Payer, known, c),
		Shipping:      t.shipping(site.TotalKnown || c.Changed),
		Trust:         t.trust(),

		Button:     Button{Text: t.purchaseText(t.verb()), Busy: t.Text("pay.busy")},
		Connection: t.connectionTexts(),
		Exit:       t.exit(),
		Phone:      t.phone(),
	}
	if p.Shipping != nil && !p.Shipping.Known {
		p.Button.Text, p.Button.Priced = t.Text("button.go_on"), p.Button.Text
	}
	if v.PayerActs {
		p.Details, p.Button.Text = Details{}, t.Text("button.go_on")
	}
	if len(p.Methods) == 0 && (!v.PayerActs || v.Session.Payment.Kind != hpp.KindCheckout) {
		p.Exit.Main = true
		p.NoMethods = t.Text("pay.no_methods")
	}
	if _, found := c.faultOf("payment_method_category"); found {
		p.MethodError = t.Text("method.missing")
	}
	p.Errors = t.errors("pay.errors", p.MethodError, p.Details.all())
	if p.Errors == nil && c.Refused {
		p.Errors = &Errors{Title: cmp.Or(shorten(c.MerchantText, 300), t.Text("pay.unclear"))}
	}
	t.form = p.NoMethods == ""
	s := t.screen(p.Heading)
	s.Title = shorten(p.Heading, 80) // the merchant's option names the tab too (hpp.md §6)
	if p.Errors != nil {
		s.Title = t.Text("frame.error_title", locale.Values{"Title": s.Title})
	}
	s.Enter = v.Session.Status != hpp.InProgress
	s.PollSeconds, s.ChangeTag = idlePoll, v.ChangeTag
	s.Pay = &p
	return s
}

func (t builder) notice(c Correction) string {
	switch {
	case c.Changed:
		return t.changedText()
	case t.page.RetryAfter > 0:
		return t.wait()
	case t.page.StepToken != "":
		return t.Text("pay.in_another_window")
	case t.page.Declined:
		return t.declinedText()
	}
	return ""
}

// wait says how long the next attempt has to wait, in whole seconds.
func (t builder) wait() string {
	return t.Text("wait.what", locale.Values{"Seconds": int((t.page.RetryAfter + time.Second - 1) / time.Second)})
}

func (t builder) exit() Exit {
	if t.page.Exit == hpp.ExitCancel {
		return Exit{Kind: hpp.ExitCancel, Text: t.Text("exit.cancel")}
	}
	return Exit{Kind: hpp.ExitBack, Text: t.purchaseText("exit.back")}
}
