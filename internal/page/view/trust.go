package view

import (
	"cmp"
	"strings"
)

// Trust is what a payer should know before they press the button: who is paid,
// what comes next, and which terms apply.
type Trust struct {
	Text  string // empty where the shop has no name
	Terms *Terms
}

// Terms is the sentence about the merchant's terms, with a link in it.
type Terms struct {
	Before, Link, After string
	To                  Address
}

func (t builder) trust() Trust {
	v := Trust{Terms: t.terms()}
	switch {
	case t.page.Session.Shop == "":
	case t.page.Session.URLs.Success != "":
		v.Text = t.purchaseText("trust.return")
	default:
		v.Text = t.purchaseText("trust.stay")
	}
	return v
}

// terms links the merchant's terms, those of the purchase before those of the
// shop; only web addresses.
func (t builder) terms() *Terms {
	address := cmp.Or(t.page.TermsURL, t.page.Session.Options.Support.Terms)
	if !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
		return nil
	}
	before, after, _ := strings.Cut(t.purchaseText("terms.text"), "{link}")
	return &Terms{Before: before, Link: t.Text("terms.link"), After: after, To: Address(address)}
}
