package view

import (
	"slices"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

// Challenge asks for the one-time code.
type Challenge struct {
	Heading, Text string
	Summary       Summary
	Errors        *Errors
	Field         Field
	Button        Button
	Late          string // what to do when no code comes
	Other         string // leads back to the details and the choice of method
	Exit          Exit
	Connection    Connection
}

// CodeFault is what is wrong with a code before anybody is asked about it.
type CodeFault string

// The faults, each by the key of its text.
const (
	CodeMissing    CodeFault = "challenge.missing"
	CodeIncomplete CodeFault = "challenge.incomplete"
)

// ForChallenge is the screen that asks for a one-time code.
func ForChallenge(v hpp.PageView, site Site) Screen { return challengeScreen(v, site, "", "") }

// ForCodeCorrection is the same screen after a form whose code nobody was asked
// about. typed is what it held.
func ForCodeCorrection(v hpp.PageView, site Site, fault CodeFault, typed string) Screen {
	return challengeScreen(v, site, fault, shorten(typed, 40))
}

func challengeScreen(v hpp.PageView, site Site, fault CodeFault, typed string) Screen {
	t := newBuilder(v, site)
	c := Challenge{
		Heading: t.Text("challenge.title"), Text: t.purchaseText("challenge.text"), Summary: t.summary(),
		Field: Field{
			Name: "otp", Label: t.Text("challenge.label"), Type: "text", InputMode: "numeric", Fill: "one-time-code",
			Enter: "go", Required: true, Focus: true, Value: site.TestCode,
		},
		Button:     Button{Text: t.purchaseText("challenge.submit"), Busy: t.Text("pay.busy")},
		Late:       t.Text("challenge.late"),
		Other:      t.Text("challenge.other"),
		Exit:       t.exit(),
		Connection: t.connectionTexts(),
	}
	t.sayWhereTheCodeWent(&c)
	switch attempt := v.Session.Attempt; {
	case v.RetryAfter > 0:
		c.Field.Error = t.wait()
	case fault != "":
		c.Field.Error, c.Field.Value = t.Text(string(fault)), typed
	case attempt != nil && attempt.WrongCode:
		c.Field.Error = t.Text("challenge.wrong")
	}
	if c.Errors = t.errors("challenge.errors", "", slices.Values([]Field{c.Field})); c.Errors != nil {
		c.Errors.BesideFocus = true
	}
	s := t.screen(c.Heading)
	if c.Errors != nil {
		s.Title = t.Text("frame.error_title", locale.Values{"Title": s.Title})
	}
	s.PollSeconds, s.ChangeTag = idlePoll, v.ChangeTag
	s.Challenge = &c
	return s
}

// sayWhereTheCodeWent names the contact, hidden but for what its owner knows it
// by. In the playground none is sent.
func (t builder) sayWhereTheCodeWent(c *Challenge) {
	contact := t.codeContact()
	said := locale.Values{"Contact": t.isolateExample(contact)}
	purchase := locale.Values{"Amount": t.amount, "Shop": t.shop}
	switch {
	case t.site.Test && contact != "":
		c.Text, c.Field.Hint = t.purchaseText("challenge.enter"), t.Text("challenge.test_to", said)
	case t.site.Test:
		c.Text, c.Field.Hint = t.purchaseText("challenge.enter"), t.Text("challenge.test")
	case contact != "":
		c.Text = t.Text("challenge.sent", said, purchase)
	}
}

// codeContact is the masked contact that the code went to; empty where the
// provider does not tell, or another browser typed it.
func (t builder) codeContact() string {
	if t.page.Session.Attempt == nil || !t.page.SameBrowser {
		return ""
	}
	switch t.page.Session.Attempt.CodeTo {
	case hpp.CodeToPhone:
		return maskPhone(t.page.Payer.Phone)
	case hpp.CodeToEmail:
		return maskEmail(t.page.Payer.Email)
	}
	return ""
}
