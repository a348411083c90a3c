package page

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

const shopURL = "https://shop.example.com/cart"

// The answer to the payer's own form is a page of ours that leads on at once:
// a redirect of the form to a foreign origin is blocked by browsers.
func TestBackNeverRedirectsTheFormToTheMerchant(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.visit.RedirectURL = shopURL
	h, _ := server(f)
	w := post(h, below+"/back", nil)
	status(t, w, http.StatusOK)
	contains(t, w, `data-testid="continue" data-onward href="`+shopURL+`"`, "stays open")
	if got := w.Header().Get("Refresh"); got != "0; url="+shopURL {
		t.Errorf("leads on by %q", got)
	}
}

// No address leads on: it could be opened again.
func TestNoAddressLeadsOn(t *testing.T) {
	for _, step := range []hpp.PageState{hpp.PagePay, hpp.PageCompleted, hpp.PageChecking} {
		f := newFake(step)
		f.visit.RedirectURL = shopURL
		h, _ := server(f)
		w := get(h, below+"/leave")
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != below || w.Header().Get("Refresh") != "" {
			t.Errorf("%s: %d to %q", step, w.Code, w.Header().Get("Location"))
		}
	}
}

func TestCancelAsksOnce(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.visit.Exit = hpp.ExitCancel
	h, _ := server(f)
	w := get(h, below+"/cancel")
	status(t, w, http.StatusOK)
	contains(t, w, `data-testid="cancel-confirm"`, `data-testid="cancel-keep" href="`+below+`"`, `action="`+below+`/cancel"`)
	if len(f.acts) != 0 {
		t.Errorf("asking did %v", f.acts)
	}
	w = post(h, below+"/cancel", nil)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != below {
		t.Errorf("%d to %q", w.Code, w.Header().Get("Location"))
	}
	if diff := cmp.Diff([]string{"cancel"}, f.acts); diff != "" {
		t.Error(diff)
	}
}

func TestCancelIsNotOfferedWhereItIsNotTheExit(t *testing.T) {
	for step, exit := range map[hpp.PageState]hpp.ExitMode{hpp.PagePay: hpp.ExitBack, hpp.PageCompleted: hpp.ExitCancel, hpp.PageChecking: hpp.ExitCancel} {
		f := newFake(step)
		f.visit.Exit = exit
		h, _ := server(f)
		status(t, get(h, below+"/cancel"), http.StatusSeeOther)
	}
}

func TestConfirm(t *testing.T) {
	f := newFake(hpp.PageChallenge)
	h, _ := server(f)
	status(t, post(h, below+"/challenge", url.Values{"otp": {" 123-4\u00a056 "}}), http.StatusSeeOther)
	if diff := cmp.Diff([]string{"confirm 123456"}, f.acts); diff != "" {
		t.Error(diff)
	}
}

func TestConfirmWithoutACode(t *testing.T) {
	f := newFake(hpp.PageChallenge)
	h, _ := server(f)
	w := post(h, below+"/challenge", nil)
	status(t, w, http.StatusUnprocessableEntity)
	contains(t, w, `id="otp-error"`, `aria-describedby="otp-error otp-hint"`)
	if len(f.acts) != 0 {
		t.Errorf("an empty code was tried: %v", f.acts)
	}
}

func TestDetailsFoundWrongAfterTheCode(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.err = &hpp.FormError{Fields: []string{"city"}}
	f.visit.Payer.Email = "kept@example.com"
	h, _ := server(f)
	w := post(h, below+"/challenge", url.Values{"otp": {"123456"}})
	status(t, w, http.StatusUnprocessableEntity)
	contains(t, w, `<a href="#city">`, `value="kept@example.com"`)
}
