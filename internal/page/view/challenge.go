package view

import (
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
	Other         string // leads back to the choice of method
	Exit          Exit
	Connection    Connection
}

// ForChallenge is the screen that asks for a one-time code. refused says that
// the form just sent held no code of the right form.
func ForChallenge(v hpp.PageView, site Site, refused bool) Screen {
	t := newBuilder(v, site)
	c := Challenge{
		Heading: t.Text("challenge.title"), Text: t.purchaseText("challenge.text"), Summary: t.summary(),
		Field: Field{
			Name: "otp", Label: t.Text("challenge.label"), Type: "text", InputMode: "numeric", Fill: "one-time-code", Required: true, Value: site.TestCode,
		},
		Button:     Button{Text: t.purchaseText("challenge.submit"), Busy: t.Text("pay.busy")},
		Other:      t.Text("challenge.other"),
		Exit:       t.exit(),
		Connection: t.connectionTexts(),
	}
	if site.Test {
		c.Text, c.Field.Hint = t.purchaseText("challenge.enter"), t.Text("challenge.test")
	}
	switch attempt := v.Session.Attempt; {
	case v.RetryAfter > 0:
		c.Field.Error = t.wait()
	case refused:
		c.Field.Error = t.Text("challenge.missing")
	case attempt != nil && attempt.WrongCode:
		c.Field.Error = t.Text("challenge.wrong")
	}
	c.Errors = t.errors("challenge.errors", "", c.Field)
	c.Field.Focus = c.Errors == nil
	s := t.screen(c.Heading)
	if c.Errors != nil {
		s.Title = t.Text("frame.error_title", locale.Values{"Title": s.Title})
	}
	s.PollSeconds, s.ChangeTag = idlePoll, v.ChangeTag
	s.Challenge = &c
	return s
}
