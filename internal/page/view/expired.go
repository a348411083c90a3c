package view

import (
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

// expiredOutcome says that a link pays no more, and how to get another one.
func (t builder) expiredOutcome() Outcome {
	o := t.withShopLink(t.newOutcome("expired", Neutral, t.expiredText(), t.Text("expired.money"), t.purchaseText(t.renewalKey())))
	if t.page.Renewal == hpp.RenewalOffered {
		o.Renew = &Button{Text: t.purchaseText("renew.ask"), Busy: t.Text("pay.busy")}
		if t.renewsItself() {
			o.Renew.Text = t.Text("renew.make")
		}
	}
	return o
}

// renewalKey is the key of what to do next.
func (t builder) renewalKey() string {
	switch {
	case t.page.Renewal == hpp.RenewalRequested:
		return "renew.asked"
	case t.page.Renewal == hpp.RenewalOffered && t.renewsItself():
		return "renew.make_next"
	case t.page.Renewal == hpp.RenewalOffered:
		return "renew.ask_next"
	}
	return "expired.next"
}

func (t builder) renewsItself() bool {
	return t.page.Session.Options.Renewal == hpp.RenewalAutomatic
}

// expiredText says why there is nothing to pay any more: the session has expired, or the
// purchase behind it before that.
func (t builder) expiredText() string {
	if t.page.Session.HasExpired(t.page.Now) {
		return t.Text("expired.what", locale.Values{"Time": t.clock(t.page.Session.ExpiresAt)})
	}
	return t.Text("expired.gone")
}
