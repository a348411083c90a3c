package page

import (
	"net/http"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

// hooks are what tests of others hold on to (docs/spec/decisions.md §8).
func TestEveryStepShowsItsHooks(t *testing.T) {
	const shop = "https://shop.example.com/"
	for _, test := range []struct {
		step  hpp.PageState
		exit  hpp.ExitMode
		to    string
		hooks []string
	}{
		{hpp.PagePay, hpp.ExitBack, "", []string{
			`data-testid="pay"`, `data-testid="back"`, `data-testid="method-pay_now"`, `data-testid="method-pay_later"`,
			`name="payment_method_category" value="pay_now"`, `name="email"`, `name="phone"`, `name="given_name"`, `name="family_name"`,
			`name="date_of_birth"`, `name="street_address"`, `name="postal_code"`, `name="city"`, `name="country"`,
			`name="page_key" value="form-key"`, `name="revision" value="rev-1"`,
		}},
		{hpp.PagePay, hpp.ExitCancel, "", []string{`data-testid="cancel" href="` + below + `/cancel"`}},
		{hpp.PageChallenge, hpp.ExitBack, "", []string{`name="otp"`, `data-testid="challenge-submit"`, `data-testid="retry"`, `data-testid="back"`}},
		{hpp.PageChecking, hpp.ExitBack, "", []string{`data-outcome="checking"`, `http-equiv="refresh" content="2"`}},
		{hpp.PageCompleted, hpp.ExitBack, shop, []string{`data-outcome="completed"`, `data-testid="continue" href="` + shop + `"`}},
		{hpp.PageFailed, hpp.ExitBack, shop, []string{`data-outcome="failed"`, `data-testid="retry"`, `data-testid="continue"`}},
		{hpp.PageError, hpp.ExitBack, "", []string{`data-outcome="error"`, `data-testid="retry"`, `data-testid="back"`}},
		{hpp.PageCancelled, hpp.ExitCancel, "", []string{`data-outcome="cancelled"`}},
		{hpp.PageDisabled, hpp.ExitBack, "", []string{`data-outcome="disabled"`}},
		{hpp.PageExpired, hpp.ExitBack, "", []string{`data-outcome="expired"`}},
	} {
		t.Run(string(test.step), func(t *testing.T) {
			f := newFake(test.step)
			f.visit.Exit, f.visit.RedirectURL = test.exit, test.to
			h, _ := server(f)
			w := get(h, below)
			status(t, w, http.StatusOK)
			contains(t, w, test.hooks...)
			if got := w.Header().Get("OpenHPP-Step"); got != string(test.step) {
				t.Errorf("the step header says %q", got)
			}
		})
	}
}

func TestAppSchemesSurviveTheTemplates(t *testing.T) {
	f := newFake(hpp.PageCompleted)
	f.visit.RedirectURL = "myapp://paid?a=1&b=2"
	h, _ := server(f)
	contains(t, get(h, below), `href="myapp://paid?a=1&amp;b=2"`)
}

func TestLookingChangesNothing(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.visit.Exit = hpp.ExitCancel
	h, _ := server(f)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		for _, path := range []string{"", "/enter", "/pay", "/challenge", "/retry", "/back", "/cancel", "/leave", "/qr", "/qr.png", "?stay=1", "?payment_method_category=pay_now"} {
			serve(h, request(method, below+path, nil))
		}
	}
	if len(f.acts) != 0 {
		t.Errorf("looking did %v", f.acts)
	}
}

func TestUnknownLinksAreAllTheSame(t *testing.T) {
	h, log := server(newFake(hpp.PagePay))
	plain := nonces.ReplaceAllString(get(h, "/eu/hpp/payments/unknown").Body.String(), "")
	for _, path := range []string{
		"/eu/hpp/payments/JpV0sN5oT2mQxY7bRc4kLx", "/eu/hpp/payments/x/cancel", "/eu/hpp/payments/x/qr",
		"/eu/hpp/payments/" + token + "/qr", "/eu/hpp/payments/" + token + "/x.css", "/eu/hpp/payments/%00", "/eu/hpp/payments/",
		"/eu/hpp/payments/%3Cscript%3E", "/eu/hpp/", "/assets/nothing.js", "/assets/", "/assets/../page.css",
	} {
		w := get(h, path)
		if w.Code == http.StatusMovedPermanently || w.Code == http.StatusTemporaryRedirect {
			continue // the mux tidies dots; the tidy address is in the list
		}
		status(t, w, http.StatusNotFound)
		if got := nonces.ReplaceAllString(w.Body.String(), ""); got != plain {
			t.Errorf("%s looks different from an unknown link", path)
		}
	}
	contains(t, get(h, "/eu/hpp/payments/unknown"), `data-outcome="not-found"`)
	if log.Len() != 0 {
		t.Errorf("a guessed link fills the log: %s", log)
	}
}

func TestFaultsAreToldToTheLogOnly(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.open = errBroken
	h, log := server(f)
	w := get(h, below)
	status(t, w, http.StatusServiceUnavailable)
	contains(t, w, `data-outcome="error"`)
	leaksNothing(t, w, log)
}
