package page

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// ask presses the one button of the access page.
func ask(h http.Handler, change func(*http.Request)) *httptest.ResponseRecorder {
	r := request(http.MethodPost, accessPath, nil)
	change(r)
	return serve(h, r)
}

func TestAccessPage(t *testing.T) {
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		w := serve(h, request(method, accessPath, nil))
		status(t, w, http.StatusOK)
		contains(t, w, `data-testid="access-new"`, `<form method="post" action="`+accessPath+`">`)
	}
	if len(f.visitors.acts) != 0 {
		t.Errorf("looking did %v", f.visitors.acts)
	}
	r := request(http.MethodGet, accessPath, nil)
	r.Header.Set("Accept-Language", "sv-SE,sv;q=0.9")
	contains(t, serve(h, r), "Visa min kod")
}

func TestAskingForACode(t *testing.T) {
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	w := ask(h, func(*http.Request) {})
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != phonePath {
		t.Errorf("%d to %q", w.Code, w.Header().Get("Location"))
	}
	for name, change := range map[string]func(*http.Request){
		"another site": func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"another origin, old browser": func(r *http.Request) {
			r.Header.Del("Sec-Fetch-Site")
			r.Header.Set("Origin", "https://evil.example.com")
		},
	} {
		if w := ask(h, change); w.Code != http.StatusForbidden {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	if w := ask(h, func(r *http.Request) { r.Header.Set("Content-Type", "application/json") }); w.Code != http.StatusUnsupportedMediaType {
		t.Errorf("JSON: %d", w.Code)
	}
	if len(f.visitors.acts) != 1 {
		t.Errorf("did %v", f.visitors.acts)
	}
}

func TestTooManyPhonesWait(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.visitors.err = hpp.ErrTooManyAccessCodes
	h, log := server(f)
	w := ask(h, func(*http.Request) {})
	status(t, w, http.StatusServiceUnavailable)
	contains(t, w, `data-outcome="error"`, `href="`+accessPath+`"`)
	if w.Header().Get("Retry-After") == "" || log.Len() != 0 {
		t.Errorf("%v, logged %s", w.Header(), log)
	}
	f.visitors.err = errBroken
	w = ask(h, func(*http.Request) {})
	status(t, w, http.StatusServiceUnavailable)
	leaksNothing(t, w, log)
}

func TestAPhoneShowsItsCode(t *testing.T) {
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	w := get(h, phonePath)
	status(t, w, http.StatusOK)
	contains(t, w, `data-testid="access-digits"`, ">1234 5678 9012</p>", `src="`+phonePath+`/code"`,
		`data-page="`+phonePath+`"`, `data-step="access"`, `data-mark="waiting"`, `data-watch="5"`, "in 9 minutes",
		`<noscript><meta http-equiv="refresh" content="3"></noscript>`)
	if got := w.Header().Get("OpenHPP-Step"); got != "access" {
		t.Errorf("the step header says %q", got)
	}
	code := get(h, phonePath+"/code")
	if code.Header().Get("Content-Type") != "image/svg+xml" || code.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("the code is %v", code.Header())
	}
	f.visitors.access.Expired = true
	w = get(h, phonePath)
	contains(t, w, `data-testid="access-new"`, `action="`+accessPath+`"`)
	if got := w.Header().Get("OpenHPP-Step"); got != "access-over" || strings.Contains(w.Body.String(), "access-digits") {
		t.Errorf("the step header says %q of a code that has ended", got)
	}
	status(t, get(h, phonePath+"/code"), http.StatusNotFound)
}

// Once there is a payment the phone's address leads to it, for GET and for the
// script's HEAD.
func TestAPhoneIsLedToThePayment(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.visitors.access.Link, f.visitors.access.Expired = token+"?m=3", true
	h, _ := server(f)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		w := serve(h, request(method, phonePath, nil))
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != below+"?m=3" {
			t.Errorf("%s: %d to %q", method, w.Code, w.Header().Get("Location"))
		}
	}
}

func TestAPhoneHearsOfThePayment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(hpp.PagePay)
		f.visitors.access.Link = token + "?m=3"
		s := &Server{AccessCodes: &f.visitors, Live: NewLive()}
		ctx, cancel := context.WithTimeout(t.Context(), 600*time.Millisecond)
		defer cancel()
		r := request(http.MethodGet, phonePath+"/live?mark=waiting", nil).WithContext(ctx)
		r.SetPathValue("secret", secret)
		w := &wire{ResponseWriter: discarded()}
		s.streamAccessCode(w, r)
		if got := strings.Join(w.lines, " "); got != ": open data: linked" {
			t.Errorf("told %q", got)
		}
	})
}

func TestUnknownPhones(t *testing.T) {
	h, log := server(newFake(hpp.PagePay))
	plain := nonces.ReplaceAllString(get(h, "/eu/hpp/payments/unknown").Body.String(), "")
	for _, path := range []string{"/x", "/x/code", "/x/live", "/%00", "/%3Cscript%3E", "/" + secret + "/nothing", "/"} {
		w := get(h, accessPath+path)
		status(t, w, http.StatusNotFound)
		if got := nonces.ReplaceAllString(w.Body.String(), ""); got != plain {
			t.Errorf("%s looks different from an unknown link", path)
		}
	}
	if log.Len() != 0 {
		t.Errorf("logged %s", log)
	}
}
