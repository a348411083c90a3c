package view

import (
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

// Access is the page of a payer who has no link yet: it shows a code at a
// till, and the payment comes to it.
type Access struct {
	Heading, Text string
	Tone          Tone    // of the picture above; empty: none
	New           *Button // asks for a code; nil: one is there
	Form          Address // where New goes
	Code          *Shown
}

// Shown is a code as a phone shows it.
type Shown struct {
	Picture Address
	Or      string // before the digits
	Digits  string // in groups of four
	Wait    string
	Ends    Closing
}

// Seconds between two looks of a waiting phone, behind its stream of news.
const watchAccess = 5

// ForAccess explains what a code is for, and offers one. The site's path is
// where one is asked for.
func ForAccess(site Site) Screen {
	l := spoken(hpp.Purchase{}, site)
	return access(l, site, Access{
		Heading: l.Text("access.title"), Text: l.Text("access.text"), Tone: Lively,
		New: &Button{Text: l.Text("access.new"), Busy: l.Text("pay.busy")}, Form: Address(site.Path),
	})
}

// ForCode shows a code while it is waited for, or says that it has ended. The
// site's path is the waiting phone's own; more is where another one is asked
// for.
func ForCode(v hpp.AccessView, site Site, more string) Screen {
	l := spoken(hpp.Purchase{}, site)
	if v.Expired {
		s := access(l, site, Access{
			Heading: l.Text("access.over"), Text: l.Text("access.ended"), Tone: Neutral,
			New: &Button{Text: l.Text("access.again"), Busy: l.Text("pay.busy")}, Form: Address(more),
		})
		s.Step = "access-over"
		return s
	}
	s := access(l, site, Access{
		Heading: l.Text("access.show"),
		Code: &Shown{
			Picture: site.at("/code"), Or: l.Text("access.digits"), Digits: grouped(v.Digits),
			Wait: l.Text("access.wait"), Ends: ends(l, "access.ends", v.ExpiresAt.Sub(v.Now)),
		},
	})
	s.Step, s.Path, s.Watch, s.Mark = "access", site.Path, watchAccess, AccessMark(v)
	return s
}

// AccessMark changes when a waiting phone has something else to show.
func AccessMark(v hpp.AccessView) string {
	switch {
	case v.Link != "":
		return "linked"
	case v.Expired:
		return "over"
	}
	return "waiting"
}

func access(l locale.Language, site Site, a Access) Screen {
	s := bare(l, site, a.Heading)
	s.Offline = l.Text("frame.offline")
	s.Access = &a
	return s
}

// grouped are digits as people read them out.
func grouped(digits string) string {
	const four = 4
	groups := ""
	for len(digits) > four {
		groups, digits = groups+digits[:four]+" ", digits[four:]
	}
	return groups + digits
}
