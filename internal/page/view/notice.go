package view

import (
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Confirm asks once more before a session is cancelled.
type Confirm struct {
	Heading, Text string
	Summary       Summary
	Cancel        Button
	Keep          string
	Form          Address     // where Cancel goes
	Hook          string      // begins the test ids
	Connection    *Connection // nil: at a till
}

// Leaving is this server's last page before the merchant's.
type Leaving struct {
	Heading, Text string
	Continue      Link
}

// Notice is a page that only explains.
type Notice struct {
	Sign          string // names the drawing
	Heading, Text string
	Open          *Link
}

// ForCancel is the screen that asks whether to cancel.
func ForCancel(v hpp.PageView, site Site) Screen {
	t := newBuilder(v, site)
	connection := t.connectionTexts()
	c := Confirm{
		Heading: t.Text("cancel.title"), Text: t.purchaseText("cancel.text"), Summary: t.summary(),
		Cancel: Button{Text: t.Text("cancel.confirm"), Busy: t.Text("pay.busy")}, Keep: t.Text("cancel.keep"),
		Form: Address(site.Path + "/cancel"), Hook: "cancel", Connection: &connection,
	}
	s := t.screen(c.Heading)
	s.Confirm = &c
	return s
}

// ForLeaving is the screen that takes the payer to the merchant; false when
// there is nowhere to go.
func ForLeaving(v hpp.PageView, site Site) (Screen, bool) {
	to := safeAddress(v.RedirectURL)
	if to == "" {
		return Screen{}, false
	}
	t := newBuilder(v, site)
	l := Leaving{Continue: Link{To: to, Text: t.purchaseText("outcome.continue")}}
	l.Heading, l.Text = t.leavingText()
	s := t.screen(l.Heading)
	if v.State == hpp.PagePay {
		s.Title = l.Heading // it names the shop already
	}
	s.Leaving = &l
	s.Refresh = Refresh{To: to}
	return s, true
}

// leavingText is the heading and the text of the last page before the merchant's.
func (t builder) leavingText() (heading, text string) {
	switch t.page.State {
	case hpp.PageCompleted:
		keys := successKeysOf(t.page.Session)
		return t.Text(keys.title), t.Text(keys.onward)
	case hpp.PageFailed:
		return t.Text("failed.title"), t.Text(reasonKey(t.page.Session.Result.Reason)) + " " + t.Text("failed.money")
	case hpp.PageError:
		return t.Text("error.title"), t.Text("error.what") + " " + t.Text("error.money")
	case hpp.PageCancelled:
		return t.Text("cancelled.title"), t.Text("cancelled.onward")
	}
	return t.purchaseText("leaving.title"), t.purchaseText("leaving.text")
}

// ForRejected is the answer to a form that no page of this server sent. The view is
// empty where the session must not be looked up.
func ForRejected(v hpp.PageView, site Site) Screen {
	return noticeScreen(v, site, "rejected.title", "rejected.what")
}

// ForUnusable is the answer to a request that no browser sends by itself.
func ForUnusable(site Site) Screen {
	return noticeScreen(hpp.PageView{}, site, "unusable.title", "unusable.what")
}

func noticeScreen(v hpp.PageView, site Site, title, what string) Screen {
	t := newBuilder(v, site)
	s := newFrame(t.Language, site, t.Text(title))
	sign, _, _ := strings.Cut(title, ".")
	s.Notice = &Notice{Sign: sign, Heading: t.Text(title), Text: t.Text(what)}
	if site.Path != "" {
		s.Notice.Open = &Link{To: site.at(""), Text: t.Text("notice.open")}
	}
	return s
}

// ForMissing is the one answer to every address that opens nothing, in the
// browser's language: no session is known.
func ForMissing(site Site) Screen {
	site.Path = ""
	l := languageFor(hpp.Purchase{}, site)
	o := Outcome{
		Name: "not-found", Tone: Neutral, Heading: l.Text("missing.title"),
		What: l.Text("missing.what"), Money: l.Text("missing.money"), Next: l.Text("missing.next"),
	}
	s := newFrame(l, site, o.Heading)
	s.Outcome = &o
	return s
}

// ForUnavailable is the answer to a fault of this server. The
// correlation id is the reference: operators find the log line by it.
func ForUnavailable(site Site, correlationID string) Screen {
	l := languageFor(hpp.Purchase{}, site)
	o := Outcome{
		Name: "error", Tone: Bad, Heading: l.Text("unavailable.title"),
		What: l.Text("unavailable.what"), Money: l.Text("unavailable.money"), Next: l.Text("unavailable.next"),
		Reference: correlationID, ReferenceLabel: l.Text("outcome.reference"),
		Copy: l.Text("outcome.copy"), Copied: l.Text("outcome.copied"),
	}
	if site.Path != "" {
		o.Reload = &Link{To: site.at(""), Text: l.Text("unavailable.reload")}
	}
	s := newFrame(l, site, o.Heading)
	s.Outcome = &o
	return s
}
