package view

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Known categories have names of our own, in the language of the page.
func TestPayOffersTheProvidersMethods(t *testing.T) {
	v := visited(hpp.PagePay, hpp.Waiting)
	v.Methods = append(v.Methods, hpp.Method{Category: hpp.PayOverTime}, hpp.Method{Category: "NEW_ONE", Name: "By carrier pigeon", Description: "Coo,\ncoo"})
	want := []Method{
		{Value: "pay_now", Name: "Pay now", Plan: "You see all costs before you agree"},
		{Value: "pay_later", Name: "Pay later", Plan: "You see all costs before you agree", Selected: true},
		{Value: "pay_over_time", Name: "Pay over time", Plan: "You see all costs before you agree"},
		{Value: "new_one", Name: "By carrier pigeon", Plan: "\u2068Coo, coo\u2069"}, // no known category: the provider's words
	}
	if diff := cmp.Diff(want, ForPay(v, here).Pay.Methods); diff != "" {
		t.Error(diff)
	}
}

func TestPayWithoutMethodsSaysSo(t *testing.T) {
	v := visited(hpp.PagePay, hpp.Waiting)
	v.Methods = nil
	if p := ForPay(v, here).Pay; p.NoMethods == "" {
		t.Error("the payer is left with a form that cannot work")
	}
}

func TestButtonNamesVerbAndAmount(t *testing.T) {
	amount := "2\u00a0500,00\u00a0kr"
	for kind, want := range map[hpp.PurchaseType]string{
		hpp.Buy: "Buy for ", hpp.Rent: "Rent for ", hpp.Book: "Book for ", hpp.Subscribe: "Subscribe for ",
		hpp.Download: "Download for ", hpp.OrderIt: "Order for ", hpp.Continue: "Continue with ", hpp.Pay: "Pay ", "": "Buy for ",
	} {
		v := visited(hpp.PagePay, hpp.Waiting)
		v.Session.Options.PurchaseType = kind
		if got := ForPay(v, here).Pay.Button.Text; got != want+amount {
			t.Errorf("%q: %q, want %q", kind, got, want+amount)
		}
	}
}

func TestTitleIsTheMerchantsOrOurs(t *testing.T) {
	v := visited(hpp.PagePay, hpp.Waiting)
	if s := ForPay(v, here); s.Pay.Heading != "Complete your purchase" || s.Title != "Complete your purchase" {
		t.Errorf("heading %q, title %q", s.Pay.Heading, s.Title)
	}
	v.Session.Options.PageTitle = "Your season ticket"
	if s := ForPay(v, here); s.Pay.Heading != "Your season ticket" || s.Title != "Your season ticket" {
		t.Errorf("heading %q, title %q", s.Pay.Heading, s.Title)
	}
}

func TestExit(t *testing.T) {
	v := visited(hpp.PagePay, hpp.Waiting)
	if got, want := ForPay(v, here).Pay.Exit, (Exit{Kind: hpp.ExitBack, Text: "Go back to \u2068Nordic Cycles\u2069"}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	v.Exit = hpp.ExitCancel
	if got, want := ForPay(v, here).Pay.Exit, (Exit{Kind: hpp.ExitCancel, Text: "Cancel payment"}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestGestureIsAskedForUntilThePaymentHasBegun(t *testing.T) {
	for status, want := range map[hpp.Status]bool{hpp.Waiting: true, hpp.Back: true, hpp.InProgress: false} {
		if got := ForPay(visited(hpp.PagePay, status), here).Enter; got != want {
			t.Errorf("%s: %t, want %t", status, got, want)
		}
	}
}

func TestClosingIsToldInTheLastMinutes(t *testing.T) {
	for _, test := range []struct {
		left   time.Duration
		want   string
		hidden bool
	}{
		{48 * time.Hour, "This page closes in 5 minutes.", true},
		{5*time.Minute + time.Second, "This page closes in 5 minutes.", true},
		{5 * time.Minute, "This page closes in 5 minutes.", false},
		{61 * time.Second, "This page closes in 2 minutes.", false},
		{time.Minute, "This page closes in 1 minute.", false},
		{time.Second, "This page closes in 1 minute.", false},
	} {
		v := visited(hpp.PagePay, hpp.Waiting)
		v.Session.ExpiresAt = at.Add(test.left)
		c := ForPay(v, here).Pay.Closing
		if got := c.Before + c.When + c.After; got != test.want || c.Hidden != test.hidden || c.Left != int(test.left.Seconds()) {
			t.Errorf("%v left: %q hidden %t, %d s; want %q hidden %t", test.left, got, c.Hidden, c.Left, test.want, test.hidden)
		}
	}
	v := visited(hpp.PagePay, hpp.Waiting)
	v.Session.ExpiresAt = at
	if c := ForPay(v, here).Pay.Closing; c != nil {
		t.Errorf("a page that is over still says when: %+v", c)
	}
}

func TestCorrectionKeepsWhatWasTyped(t *testing.T) {
	v := visited(hpp.PagePay, hpp.InProgress)
	v.Payer = hpp.Payer{Email: "stored@example.com", City: "Stored"}
	typed := hpp.Payer{Email: " wrong\u200b" + strings.Repeat("x", 500), City: "", Country: "SE"}
	s := ForCorrection(v, here, Correction{Payer: typed, Category: hpp.PayNow, Fields: []string{"billing_address.email", "city", "payment_method_category"}, Refused: true})
	fields := map[string]Field{}
	for f := range s.Pay.Details.all() {
		fields[f.Name] = f
	}
	if got := fields["email"]; got.Value != typed.Email || got.Error != "Enter an e-mail address such as name@example.com" || got.DescribedBy() != "email-error" {
		t.Errorf("email: %+v", got)
	}
	if got := fields["city"]; got.Value != "" || got.Error != "Enter your city" {
		t.Errorf("city: %+v", got)
	}
	if !s.Pay.Methods[0].Selected || s.Pay.Methods[1].Selected {
		t.Errorf("the choice is lost: %+v", s.Pay.Methods)
	}
	want := &Errors{Title: "Please correct this before you pay", Items: []Item{
		{"methods", "Choose how you want to pay"},
		{"email", "E-mail, such as name@example.com"},
		{"city", "Enter your city"},
	}}
	if diff := cmp.Diff(want, s.Pay.Errors); diff != "" {
		t.Error(diff)
	}
	if !strings.HasPrefix(s.Title, "Error: ") {
		t.Errorf("the tab does not say that something is wrong: %q", s.Title)
	}
}

func TestCorrectionWithoutAFieldStillSaysSo(t *testing.T) {
	for _, fields := range [][]string{nil, {"national_identification_number"}} {
		s := ForCorrection(visited(hpp.PagePay, hpp.InProgress), here, Correction{Fields: fields, Refused: true})
		if s.Pay.Errors == nil || len(s.Pay.Errors.Items) != 0 || s.Pay.Errors.Title == "" {
			t.Errorf("%v: %+v", fields, s.Pay.Errors)
		}
	}
}

func TestCorrectionForgetsAMethodThatIsGone(t *testing.T) {
	s := ForCorrection(visited(hpp.PagePay, hpp.InProgress), here, Correction{Category: hpp.DirectDebit})
	if !s.Pay.Methods[1].Selected {
		t.Errorf("nothing is selected: %+v", s.Pay.Methods)
	}
}

func TestNotices(t *testing.T) {
	v := visited(hpp.PagePay, hpp.InProgress)
	if got := ForPay(v, here).Pay.Notice; got != "" {
		t.Errorf("a plain visit is told %q", got)
	}
	changed := ForCorrection(v, here, Correction{Changed: true}).Pay
	v.Declined = true
	declined := ForPay(v, here).Pay
	if changed.Notice == "" || declined.Notice == "" || changed.Notice == declined.Notice {
		t.Errorf("changed %q, declined %q", changed.Notice, declined.Notice)
	}
	if changed.Errors != nil {
		t.Errorf("a changed purchase is no fault of the payer: %+v", changed.Errors)
	}
}

// The country is the purchase's, without a question, unless the payer's own is
// another one or the payer asks for the choice.
func TestCountryIsThePurchases(t *testing.T) {
	for _, test := range []struct {
		own, want string
		asked     bool
		shown     bool
		row       string
	}{
		{"", "SE", false, false, "Country: Sweden"}, {"SE", "SE", false, false, "Country: Sweden"},
		{"NO", "NO", false, true, ""}, {"ZZ", "ZZ", false, true, ""}, {"", "SE", true, true, ""},
	} {
		v := visited(hpp.PagePay, hpp.Waiting)
		v.Payer.Country = test.own
		d := ForCorrection(v, here, Correction{Payer: v.Payer, AskCountry: test.asked}).Pay.Details
		country := d.More.Fields[len(d.More.Fields)-1]
		if country.Value != test.want || d.Country != test.row || (country.Type != hidden) != test.shown || d.More.Open != test.shown {
			t.Errorf("%+v: %+v, row %q, open %t", test, country, d.Country, d.More.Open)
		}
		if test.shown && !slices.ContainsFunc(country.Options, func(o Option) bool { return o.Value == test.want }) {
			t.Errorf("%+v: the list lacks it", test)
		}
	}
}

// A provider that names methods in English makes no page English.
func TestMethodsAreNamedInThePagesLanguage(t *testing.T) {
	for _, test := range []struct{ locale, chosen, want string }{
		{"de-DE", "", "Später bezahlen"}, {"de-CH", "", "Später bezahlen"}, {"fi-FI", "", "Maksa myöhemmin"}, {"ar-SE", "", "الدفع لاحقًا"},
		{"nn-NO", "", "Betal senere"}, {"en-US", "", "Pay later"}, {"en-DE", "de", "Später bezahlen"}, {"de-DE", "en", "Pay later"},
	} {
		v := visited(hpp.PagePay, hpp.Waiting)
		v.Purchase.Locale = test.locale
		site := here
		site.Lang = test.chosen
		if got := ForPay(v, site).Pay.Methods[1].Name; got != test.want {
			t.Errorf("%s, payer chose %q: %q, want %q", test.locale, test.chosen, got, test.want)
		}
	}
}
