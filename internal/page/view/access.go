package view

import (
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

// Access is the page of a payer without a link: it shows a code, which the till
// asks for, and then opens the payment.
type Access struct {
	Heading, Text string
	Tone          Tone    // of the drawing above; empty: none
	New           *Button // asks for a code; nil: there is one
	Form          Address // where New goes
	Code          *AccessCode
}

// AccessCode is a code as a phone shows it.
type AccessCode struct {
	Image  Address
	Or     string // before the digits
	Digits string // in groups of four
	Wait   string
	Ends   Closing
}

// accessPoll is how many seconds a waiting phone waits between two reads, in case
// its event stream fails.
const accessPoll = 5

// ForAccess explains what a code is for, and offers one. The site's path is
// where one is asked for.
func ForAccess(site Site) Screen {
	l := languageFor(hpp.Purchase{}, site)
	return accessScreen(l, site, Access{
		Heading: l.Text("access.title"), Text: l.Text("access.text"), Tone: Lively,
		New: &Button{Text: l.Text("access.new"), Busy: l.Text("pay.busy")}, Form: Address(site.Path),
	})
}

// ForCode shows a code while it is waited for, or says that it has ended. The
// site's path is the waiting phone's own; more is where another one is asked
// for.
func ForCode(v hpp.AccessView, site Site, more string) Screen {
	l := languageFor(hpp.Purchase{}, site)
	if v.Expired {
		s := accessScreen(l, site, Access{
			Heading: l.Text("access.over"), Text: l.Text("access.ended"), Tone: Neutral,
			New: &Button{Text: l.Text("access.again"), Busy: l.Text("pay.busy")}, Form: Address(more),
		})
		s.State = "access-over"
		return s
	}
	s := accessScreen(l, site, Access{
		Heading: l.Text("access.show"),
		Code: &AccessCode{
			Image: site.at("/code"), Or: l.Text("access.digits"), Digits: groupDigits(v.Digits),
			Wait: l.Text("access.wait"), Ends: newClosing(l, "access.ends", v.ExpiresAt.Sub(v.Now)),
		},
	})
	s.State, s.Path, s.PollSeconds, s.ChangeTag = "access", site.Path, accessPoll, AccessTag(v)
	return s
}

// AccessTag changes when a waiting phone must show something else.
func AccessTag(v hpp.AccessView) string {
	switch {
	case v.Link != "":
		return "linked"
	case v.Expired:
		return "over"
	}
	return "waiting"
}

func accessScreen(l locale.Language, site Site, a Access) Screen {
	s := newFrame(l, site, a.Heading)
	s.Offline = l.Text("frame.offline")
	s.Access = &a
	return s
}

// groupDigits writes digits in groups of four, as people read them out.
func groupDigits(digits string) string {
	const four = 4
	groups := ""
	for len(digits) > four {
		groups, digits = groups+digits[:four]+" ", digits[four:]
	}
	return groups + digits
}
