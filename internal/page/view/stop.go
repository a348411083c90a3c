package view

import (
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

// Stop asks whether a merchant's messages should end, or says that they have.
type Stop struct {
	Heading, Text, Warning string
	Tone                   Tone    // of the drawing above; empty: none
	Button                 *Button // nil: messages have ended
	Form                   Address
}

// ForStop is the page that a message's own link leads to, in the language of
// the purchase. The site's path is that of the page.
func ForStop(v hpp.StopView, site Site) Screen {
	l := languageFor(v.Session.Purchase, site)
	values := locale.Values{"Shop": isolate(shorten(v.Session.Shop, 60)), "Recipient": isolate(shorten(v.Contact, 60))}
	stop := Stop{Heading: l.Text("stop.title"), Text: l.Text("stop.text", values), Warning: l.Text("stop.warn")}
	if v.Stopped {
		stop.Heading, stop.Text, stop.Tone = l.Text("stop.stopped"), l.Text("stop.done", values), Good
	} else {
		stop.Button, stop.Form = &Button{Text: l.Text("stop.confirm"), Busy: l.Text("pay.busy")}, Address(site.Path)
	}
	s := newFrame(l, site, stop.Heading)
	s.Shop = newShop(v.Session.Shop)
	s.Offline = l.Text("frame.offline")
	s.Stop = &stop
	return s
}
