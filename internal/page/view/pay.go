package view

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

// Seconds between two looks of an idle page for news from elsewhere.
const watchIdle = 20

// closing is how long before its end a page starts to say so.
const closing = 5 * time.Minute

// Pay is the choice of method, the payer's details and the button.
type Pay struct {
	Summary  Summary
	Heading  string
	Notice   string // something changed that the payer should know first
	Closing  *Closing
	Errors   *Errors
	Revision string

	MethodsLegend string
	Methods       []Method
	MethodError   string
	NoMethods     string

	DetailsLegend string
	Fields        []Field

	Delivery *Delivery // nil: nothing to choose
	Terms    *Terms

	Button     Button
	Connection Connection
	Exit       Exit
}

// Method is one radio.
type Method struct {
	Value    string // the category in lower case
	Name     string
	Selected bool
}

// Button is a button that says what it does, and what it is doing.
type Button struct {
	Text, Busy string
	// Priced is what it says once a script shows the total of each choice at
	// once. It is set while Text must not name an amount yet.
	Priced string
}

// Exit is the one way out besides paying.
type Exit struct {
	Kind hpp.ExitMode
	Text string
}

// Closing says when the page ends. It is hidden until the time matters.
type Closing struct {
	Before, When, After string
	Left                int // seconds
	Hidden              bool
}

// Correction is what a payer has to mend in a form just sent.
type Correction struct {
	Payer    hpp.Payer // as typed
	Category hpp.Category
	Delivery string           // as chosen; may be empty
	Fields   []string         // at fault, as hpp.Error names them
	Faults   map[string]Fault // what the page itself found, by field
	Changed  bool             // the purchase is another one than the payer saw
	Refused  bool             // the details were not accepted, whether or not Fields says which
	Said     string           // with Refused: the merchant's own words; may be empty
}

// ForPay is the screen on which the payer pays.
func ForPay(v hpp.PageView, site Site) Screen { return payScreen(v, site, Correction{}) }

// ForCorrection is the same screen after a form that could not be used:
// nothing typed is lost.
func ForCorrection(v hpp.PageView, site Site, c Correction) Screen {
	v.Payer = c.Payer
	if offered(v.Methods, c.Category) {
		v.Selected = c.Category
	}
	v.Deliveries = chosen(v.Deliveries, c.Delivery)
	return payScreen(v, site, c)
}

func payScreen(v hpp.PageView, site Site, c Correction) Screen {
	t := tell(v, site)
	p := Pay{
		Summary:  t.summary(),
		Heading:  cmp.Or(short(v.Session.Options.PageTitle, 120), t.Text("pay.title")),
		Notice:   t.notice(c),
		Closing:  t.closing(),
		Revision: v.Revision,

		MethodsLegend: t.Text("pay.methods"),
		Methods:       t.methods(),
		DetailsLegend: t.Text("pay.details"),
		Fields:        t.fields(v.Payer, c),
		Delivery:      t.delivery(site.TotalKnown || c.Changed),
		Terms:         t.terms(),

		Button:     Button{Text: t.say(t.verb()), Busy: t.Text("pay.busy")},
		Connection: t.connection(),
		Exit:       t.exit(),
	}
	if p.Delivery != nil && !p.Delivery.Known {
		p.Button.Text, p.Button.Priced = t.Text("button.go_on"), p.Button.Text
	}
	if len(p.Methods) == 0 {
		p.NoMethods = t.Text("pay.no_methods")
	}
	if _, found := c.fault("payment_method_category"); found {
		p.MethodError = t.Text("method.missing")
	}
	p.Errors = t.errors("pay.errors", p.MethodError, p.Fields)
	if p.Errors == nil && c.Refused {
		p.Errors = &Errors{Title: cmp.Or(short(c.Said, 300), t.Text("pay.unclear"))}
	}
	p.Summary.Phone = t.phone()
	t.form = len(p.Methods) > 0
	s := t.screen(p.Heading)
	s.Title = short(p.Heading, 80) // the merchant's option names the tab too (hpp.md §6)
	if p.Errors != nil {
		s.Title = t.Text("frame.error_title", locale.Values{"Title": s.Title})
	}
	s.Enter = v.Session.Status != hpp.InProgress
	s.Watch, s.Mark = watchIdle, v.ChangeTag
	s.Pay = &p
	return s
}

func (t teller) notice(c Correction) string {
	switch {
	case c.Changed:
		return t.changed()
	case t.visit.RetryAfter > 0:
		return t.wait()
	case t.visit.Declined:
		return t.Text("pay.declined")
	}
	return ""
}

// wait says how long the next try has to wait; part of a second is a whole one.
func (t teller) wait() string {
	return t.Text("wait.what", locale.Values{"Seconds": int((t.visit.RetryAfter + time.Second - 1) / time.Second)})
}

func offered(methods []hpp.Method, category hpp.Category) bool {
	return slices.ContainsFunc(methods, func(m hpp.Method) bool { return m.Category == category })
}

// methodNames are the names of the known categories. They are ours always: the
// provider may know fewer languages than the page, and never that of a payer
// who chose another one.
var methodNames = map[hpp.Category]string{
	hpp.DirectDebit:        "method.direct_debit",
	hpp.DirectBankTransfer: "method.direct_bank_transfer",
	hpp.PayNow:             "method.pay_now",
	hpp.PayLater:           "method.pay_later",
	hpp.PayOverTime:        "method.pay_over_time",
	hpp.KlarnaCategory:     "method.klarna",
}

func (t teller) methods() []Method {
	var methods []Method
	for _, m := range t.visit.Methods {
		name := short(m.Name, 60)
		if key, ok := methodNames[m.Category]; ok {
			name = t.Text(key)
		}
		methods = append(methods, Method{
			Value:    strings.ToLower(string(m.Category)),
			Name:     cmp.Or(name, string(m.Category)),
			Selected: m.Category == t.visit.Selected,
		})
	}
	return methods
}

var verbs = map[hpp.PurchaseType]string{
	hpp.Buy: "button.buy", hpp.Rent: "button.rent", hpp.Book: "button.book", hpp.Subscribe: "button.subscribe",
	hpp.Download: "button.download", hpp.OrderIt: "button.order", hpp.Continue: "button.continue", hpp.Pay: "button.pay",
}

func (t teller) verb() string {
	return cmp.Or(verbs[t.visit.Session.Options.PurchaseType], "button.buy")
}

func (t teller) exit() Exit {
	if t.visit.Exit == hpp.ExitCancel {
		return Exit{hpp.ExitCancel, t.Text("exit.cancel")}
	}
	return Exit{hpp.ExitBack, t.say("exit.back")}
}

func (t teller) closing() *Closing {
	left := t.visit.Session.ExpiresAt.Sub(t.visit.Now)
	if left <= 0 {
		return nil
	}
	c := ends(t.Language, "pay.closes", min(left, closing))
	c.Left, c.Hidden = int(left/time.Second), left > closing
	return &c
}

// ends says when something ends, in whole minutes, at least one.
func ends(l locale.Language, key string, left time.Duration) Closing {
	minutes := max(1, int((left+time.Minute-1)/time.Minute))
	before, after, _ := strings.Cut(l.Text(key, locale.Values{"When": "\x00"}), "\x00")
	return Closing{Before: before, When: l.Count("pay.minutes", minutes), After: after, Left: int(left / time.Second)}
}
