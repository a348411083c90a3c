package hpp_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

const canary = "Canary"

// given is what the merchant gave, typed what one payer typed.
var (
	given = hpp.Payer{Email: "given@shop.test", GivenName: "Given"}
	typed = hpp.Payer{
		Email: canary + "@typed.test", Phone: canary + "1", GivenName: canary + "2", FamilyName: canary + "3", DateOfBirth: canary + "4",
		StreetAddress: canary + "5", PostalCode: canary + "6", City: canary + "7", Country: "DE",
	}
)

// steps bring a session on which something was typed to each step of the page.
var steps = map[hpp.PageState]func(w *world, s hpp.Session, link string) error{
	hpp.PagePay: func(w *world, _ hpp.Session, link string) error {
		w.provider.answer(hpp.Verdict{Kind: hpp.Incorrect, Fields: []string{"city"}})
		return nil
	},
	hpp.PageChallenge: func(w *world, _ hpp.Session, _ string) error {
		w.provider.answer(hpp.Verdict{Kind: hpp.Challenged})
		return nil
	},
	hpp.PageChecking: func(w *world, _ hpp.Session, _ string) error {
		w.provider.authorize = func(hpp.Authorization) (hpp.Verdict, error) { return hpp.Verdict{}, errSilent }
		return nil
	},
	hpp.PageFailed: func(w *world, _ hpp.Session, _ string) error {
		w.provider.answer(hpp.Verdict{Kind: hpp.Declined})
		return nil
	},
	hpp.PageError: func(w *world, _ hpp.Session, _ string) error {
		w.provider.authorize = func(hpp.Authorization) (hpp.Verdict, error) { return hpp.Verdict{}, &hpp.Refusal{Code: "NOT_ALLOWED"} }
		return nil
	},
	hpp.PageCompleted: func(*world, hpp.Session, string) error { return nil },
}

// What a payer typed is shown to the browser that typed it alone. Another one
// with the same link sees what the merchant gave, by a shared link nothing, and
// by a message's link whom that message went to.
func TestWhatWasTypedBelongsToItsBrowser(t *testing.T) {
	for step, answer := range steps {
		t.Run(string(step), func(t *testing.T) {
			w := newWorld(t)
			w.provider.payment.Payer = given
			s, link := w.make(nil)
			w.distribute(s, toKim)
			w.must(answer(w, s, link))
			if err := w.Pay(t.Context(), link, hpp.PayForm{Category: hpp.PayLater, Payer: typed, Revision: s.Purchase.Revision(), BrowserID: "typist"}); step != hpp.PagePay {
				w.must(err)
			}
			shared := w.Links.SharedToken(s)
			for name, c := range map[string]struct {
				link string
				by   hpp.Browser
				own  bool
				sees string
			}{
				"the typist":                {link, hpp.Browser{ID: "typist"}, true, typed.Email},
				"the typist by a QR code":   {shared, hpp.Browser{ID: "typist"}, true, typed.Email},
				"a stranger":                {link, hpp.Browser{}, false, given.Email},
				"another browser":           {link, hpp.Browser{ID: "other"}, false, given.Email},
				"a stranger by a QR code":   {shared, hpp.Browser{}, false, ""},
				"another by a QR code":      {shared, hpp.Browser{ID: "other"}, false, ""},
				"the message's recipient":   {link, hpp.Browser{Distribution: 1}, false, "kim@shop.example"},
				"a message that was never":  {link, hpp.Browser{Distribution: 2}, false, given.Email},
				"a stranger with a message": {shared, hpp.Browser{Distribution: 1}, false, ""},
			} {
				v, err := w.Open(t.Context(), c.link, c.by)
				w.must(err)
				shown := fmt.Sprintf("%+v", v)
				if v.State != step || v.SameBrowser != c.own || strings.Contains(shown, canary) != c.own {
					t.Errorf("%s: step %s, own %v, shown %s", name, v.State, v.SameBrowser, shown)
				}
				if prefilled := step == hpp.PagePay || step == hpp.PageFailed; prefilled && v.Payer.Email != c.sees {
					t.Errorf("%s is shown %q, want %q", name, v.Payer.Email, c.sees)
				}
				if !c.own && c.sees == "" && (strings.Contains(shown, "given@") || strings.Contains(shown, "kim@")) {
					t.Errorf("%s is shown %s", name, shown)
				}
			}
			if v := w.module(s, nil); strings.Contains(fmt.Sprintf("%+v", v.PageView), canary) || v.Payer.Email != "" {
				t.Errorf("the till is shown %+v", v.PageView)
			}
		})
	}
}

// A payer whose browser keeps no cookies pays as well, and is shown an empty
// form.
func TestABrowserThatKeepsNothing(t *testing.T) {
	w := newWorld(t)
	w.provider.answer(hpp.Verdict{Kind: hpp.Declined})
	s, link := w.make(nil)
	form := hpp.PayForm{Category: hpp.PayLater, Payer: typed, Revision: s.Purchase.Revision()}
	w.must(errors.Join(w.Pay(t.Context(), link, form), w.Retry(t.Context(), link)))
	if v, err := w.Open(t.Context(), link, hpp.Browser{}); err != nil || v.State != hpp.PagePay || v.SameBrowser || v.Payer.Email != "" {
		t.Errorf("%v: shows %s, %+v", err, v.State, v.Payer)
	}
	w.provider.answer(hpp.Verdict{Kind: hpp.Approved, Token: "t"})
	w.must(w.Pay(t.Context(), link, form))
	if v := w.open(link); v.State != hpp.PageCompleted {
		t.Errorf("shows %s", v.State)
	}
}

// Nobody makes a session's own link of a shared one, and no other text opens.
func TestASharedLinkGivesNothingAway(t *testing.T) {
	w := newWorld(t)
	s, link := w.make(nil)
	shared := w.Links.SharedToken(s)
	if shared == link || w.open(shared).SharedToken != shared || w.open(link).SharedToken != shared {
		t.Errorf("own %s, shared %s", link, shared)
	}
	for _, token := range []string{"", "x", shared[:21], shared + "A", strings.ToUpper(shared), w.Links.FormKey(s)} {
		if _, err := w.Open(t.Context(), token, hpp.Browser{}); !errors.Is(err, hpp.ErrNotFound) {
			t.Errorf("%q opens: %v", token, err)
		}
	}
	w.must(w.Enter(t.Context(), shared))
	if got := w.statuses(s.ID); len(got) != 1 {
		t.Errorf("the payer's first act by a shared link: %v", got)
	}
}
