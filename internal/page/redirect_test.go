package page

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

const thanks = "https://shop.example.com/å?a=1;b=2"

// ended is a payment that ended with a step, at a merchant with options.
func ended(step hpp.PageState, options hpp.Options) *fake {
	f := newFake(step)
	f.visit.RedirectURL, f.visit.Session.Options = thanks, options
	return f
}

var outcomes = []hpp.PageState{hpp.PageCompleted, hpp.PageFailed, hpp.PageError, hpp.PageCancelled, hpp.PageChecking, hpp.PageExpired, hpp.PageDisabled, hpp.PagePay, hpp.PageChallenge}

// The answer to the payer's own form leads on as the merchant's options say.
func TestTheOwnFormLeadsOn(t *testing.T) {
	at, button := hpp.Options{SuccessRedirect: "AT_ONCE", FailureRedirect: "AT_ONCE"}, hpp.Options{SuccessRedirect: "BUTTON", FailureRedirect: "BUTTON"}
	for _, c := range []struct {
		form    string
		step    hpp.PageState
		options hpp.Options
		leaves  bool
	}{
		{"/pay", hpp.PageCompleted, hpp.Options{}, true},
		{"/challenge", hpp.PageCompleted, hpp.Options{}, true},
		{"/pay", hpp.PageCompleted, at, true},
		{"/pay", hpp.PageCompleted, button, false},
		{"/pay", hpp.PageFailed, hpp.Options{}, false},
		{"/challenge", hpp.PageFailed, at, true},
		{"/pay", hpp.PageFailed, button, false},
		{"/pay", hpp.PageError, hpp.Options{}, false},
		{"/pay", hpp.PageError, at, true},
		{"/cancel", hpp.PageCancelled, hpp.Options{}, true},
		{"/cancel", hpp.PageCancelled, button, true},
		{"/retry", hpp.PageCompleted, hpp.Options{}, false},
		{"/update", hpp.PageCompleted, hpp.Options{}, false},
		{"/pay", hpp.PageDisabled, at, false},
		{"/pay", hpp.PageExpired, at, false},
	} {
		h, _ := server(ended(c.step, c.options))
		w := post(h, below+c.form, url.Values{"otp": {"123456"}})
		want := ""
		if c.leaves {
			want = "0; url=https://shop.example.com/%C3%A5?a=1;b=2"
			status(t, w, http.StatusOK)
			contains(t, w, `data-onward`)
		}
		if got := w.Header().Get("Refresh"); got != want || c.leaves == (w.Code == http.StatusSeeOther) {
			t.Errorf("%s, %s with %+v: %d, Refresh %q, want %q", c.form, c.step, c.options, w.Code, got, want)
		}
	}
}

// Where somebody else ended the payment, a form is no reason to lead on; where
// this browser did, a second press of it is.
func TestAnothersPaymentLeadsNobodyOn(t *testing.T) {
	for own, want := range map[bool]int{false: http.StatusSeeOther, true: http.StatusOK} {
		f := ended(hpp.PageCompleted, hpp.Options{})
		f.err, f.visit.SameBrowser = hpp.ErrClosed, own
		h, _ := server(f)
		if w := post(h, below+"/pay", nil); w.Code != want || (w.Header().Get("Refresh") != "") != own {
			t.Errorf("own %v: %d, Refresh %q", own, w.Code, w.Header().Get("Refresh"))
		}
	}
}

// Opening the link, by whatever address, leads on at no step.
func TestOpeningTheLinkLeadsNobodyOn(t *testing.T) {
	for _, options := range []hpp.Options{{}, {SuccessRedirect: "AT_ONCE", FailureRedirect: "AT_ONCE"}, {SuccessRedirect: "5"}} {
		for _, step := range outcomes {
			f := ended(step, options)
			f.visit.SameBrowser = true
			h, _ := server(f)
			for _, path := range []string{"", "?stay=0", "?turn=AAAAAAAAAAAAAAAAAAAAAAAAAA", "?turn=", "/leave", "/pay", "/cancel", "/poster"} {
				for _, cookie := range []string{"", "turn=", "turn=BBBBBBBBBBBBBBBBBBBBBBBBBB"} {
					r := request(http.MethodGet, below+path, nil)
					r.Header.Set("Cookie", cookie)
					if got := serve(h, r).Header().Get("Refresh"); got != "" {
						t.Errorf("%s of %s with %+v leads on by %q", path, step, options, got)
					}
				}
			}
		}
	}
}

// turnOf sends a form whose outcome is unknown and answers where its window
// goes, with its cookies.
func turnOf(t *testing.T, h http.Handler, mode string) (string, []*http.Cookie) {
	t.Helper()
	r := request(http.MethodPost, below+"/pay", strings.NewReader("page_key="+formOK))
	if mode != "" {
		r.Header.Set("Sec-Fetch-Mode", mode)
	}
	w := serve(h, r)
	to := w.Header().Get("Location")
	if mode == "cors" {
		to = strings.TrimPrefix(w.Header().Get("Refresh"), "0; url=")
	}
	if !strings.HasPrefix(to, below+"?turn=") {
		t.Fatalf("%d, goes on at %q", w.Code, to)
	}
	return to, w.Result().Cookies()
}

func fetch(h http.Handler, method, path string, cookies []*http.Cookie) *httptest.ResponseRecorder {
	r := request(method, path, nil)
	for _, c := range cookies {
		r.AddCookie(c)
	}
	return serve(h, r)
}

// A window that paid and reads "checking" leads on once the payment is known:
// that window, and once.
func TestACheckingWindowLeadsOnOnce(t *testing.T) {
	for _, mode := range []string{"", "navigate", "cors"} {
		f := ended(hpp.PageChecking, hpp.Options{})
		h, _ := server(f)
		path, cookies := turnOf(t, h, mode)
		_, turn, _ := strings.Cut(path, "?")
		w := fetch(h, http.MethodGet, path, cookies)
		contains(t, w, `data-outcome="checking"`, `data-query="`+turn+`"`)
		if w.Header().Get("Refresh") != "" || len(w.Result().Cookies()) > 0 {
			t.Errorf("while checking: Refresh %q, cookies %v", w.Header().Get("Refresh"), w.Result().Cookies())
		}
		f.visit.State = hpp.PageCompleted
		for name, other := range map[string]*httptest.ResponseRecorder{
			"another window":  fetch(h, http.MethodGet, below, cookies),
			"another browser": fetch(h, http.MethodGet, path, nil),
		} {
			if other.Header().Get("Refresh") != "" {
				t.Errorf("%s is led on", name)
			}
		}
		if w := fetch(h, http.MethodHead, path, cookies); len(w.Result().Cookies()) > 0 {
			t.Error("a look of the script spends the turn")
		}
		w = fetch(h, http.MethodGet, path, cookies)
		if w.Header().Get("Refresh") != "0; url=https://shop.example.com/%C3%A5?a=1;b=2" {
			t.Errorf("once known: Refresh %q", w.Header().Get("Refresh"))
		}
		if !slices.ContainsFunc(w.Result().Cookies(), func(c *http.Cookie) bool { return c.Name == redirectTokenName && c.MaxAge < 0 }) {
			t.Errorf("the turn is not spent: %v", w.Result().Cookies())
		}
	}
}

// A turn is spent by the first screen that is no waiting.
func TestATurnEndsWithTheWait(t *testing.T) {
	f := ended(hpp.PageChecking, hpp.Options{})
	h, _ := server(f)
	path, cookies := turnOf(t, h, "")
	f.visit.State = hpp.PageChallenge
	w := fetch(h, http.MethodGet, path, cookies)
	if contains(t, w, `challenge-submit`); strings.Contains(w.Body.String(), "turn=") || len(w.Result().Cookies()) != 1 {
		t.Errorf("kept: %v", w.Result().Cookies())
	}
}

// A merchant may want the page seen for some seconds first.
func TestSecondsBeforeThePayerLeaves(t *testing.T) {
	f := ended(hpp.PageCompleted, hpp.Options{SuccessRedirect: "7"})
	h, _ := server(f)
	path, cookies := turnOf(t, h, "")
	w := fetch(h, http.MethodGet, path, cookies)
	contains(t, w, `data-outcome="completed"`, `data-testid="stay" href="`+below+`"`)
	if got := w.Header().Get("Refresh"); got != "7; url=https://shop.example.com/%C3%A5?a=1;b=2" {
		t.Errorf("Refresh %q", got)
	}
}
