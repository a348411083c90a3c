package view

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

func supportOf(s hpp.Support, shop string) hpp.PageView {
	return hpp.PageView{Session: hpp.Session{Shop: shop, Options: hpp.Options{Support: s}}, Purchase: hpp.Purchase{Country: "GB", Locale: "en-GB"}}
}

func TestContact(t *testing.T) {
	v := supportOf(hpp.Support{URL: "https://www.lamps.example/help?a=1", Email: "100%?o'k@lamps.example", Phone: "+46812345678"}, "Lamps")
	want := []ContactWay{
		{To: "https://www.lamps.example/help?a=1", Text: "lamps.example", Page: true},
		{To: "mailto:100%25%3Fo%27k@lamps.example", Text: "100%?o'k@lamps.example"},
		{To: "tel:+46812345678", Text: "+46\u00a08\u00a0123\u00a0456\u00a078"},
	}
	for _, state := range []hpp.PageState{hpp.PagePay, hpp.PageFailed, hpp.PageError, hpp.PageExpired, hpp.PageDisabled, hpp.PageCompleted, hpp.PageCancelled, hpp.PageChecking} {
		v.State = state
		screen := ForOutcome(v, Site{})
		if state == hpp.PagePay {
			screen = ForPay(v, Site{})
		}
		if screen.Contact == nil {
			t.Fatalf("%s has no contact", state)
		}
		if diff := cmp.Diff(want, screen.Contact.Ways); diff != "" {
			t.Errorf("%s (-want +got):\n%s", state, diff)
		}
	}
}

// Stored addresses are judged again, and a shop that named nothing has no line.
func TestNoContact(t *testing.T) {
	for name, v := range map[string]hpp.PageView{
		"nothing":     supportOf(hpp.Support{Terms: "https://lamps.example/terms"}, "Lamps"),
		"a script":    supportOf(hpp.Support{URL: "javascript:alert(1)"}, "Lamps"),
		"nobody's":    supportOf(hpp.Support{Email: "help@lamps.example"}, ""),
		"no @ inside": supportOf(hpp.Support{Email: "help"}, "Lamps"),
	} {
		if c := ForPay(v, Site{}).Contact; c != nil {
			t.Errorf("%s: %+v", name, c)
		}
	}
}

func TestTrust(t *testing.T) {
	v := supportOf(hpp.Support{Terms: "https://lamps.example/terms"}, "Lamps")
	if got := ForPay(v, Site{}).Pay.Trust; got.Text != "You pay \u2068Lamps\u2069. Your receipt appears here." || got.Terms == nil || got.Terms.To != "https://lamps.example/terms" {
		t.Errorf("%+v", got)
	}
	v.Session.URLs.Success, v.TermsURL = "https://lamps.example/thanks", "https://lamps.example/these"
	if got := ForPay(v, Site{}).Pay.Trust; got.Text != "You pay \u2068Lamps\u2069, then go back to the shop." || got.Terms.To != "https://lamps.example/these" {
		t.Errorf("%+v", got)
	}
	v.Session.Shop, v.TermsURL, v.Session.Options.Support.Terms = "", "", "javascript:alert(1)"
	if got := ForPay(v, Site{}).Pay.Trust; got != (Trust{}) {
		t.Errorf("%+v", got)
	}
}
