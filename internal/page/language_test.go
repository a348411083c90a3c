package page

import (
	"errors"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

func TestThePayerChoosesTheLanguage(t *testing.T) {
	h, _ := server(newFake(hpp.PagePay))
	w := get(h, below+"?lang=sv")
	contains(t, w, `<html lang="sv-SE"`, "2\u00a0500,00\u00a0kr")
	cookies := w.Result().Cookies()
	if len(cookies) != 1 || cookies[0].Path != below || !cookies[0].HttpOnly || !cookies[0].Secure || cookies[0].MaxAge != 0 {
		t.Fatalf("cookies %v", cookies)
	}
	later := request(http.MethodGet, below, nil)
	later.AddCookie(cookies[0])
	w = serve(h, later)
	contains(t, w, `<html lang="sv-SE"`)
	if len(w.Result().Cookies()) != 0 {
		t.Error("a visit without a choice sets a cookie")
	}
}

// A form half filled in is taken along, wherever the payer is in it.
func TestANewLanguageKeepsWhatWasTyped(t *testing.T) {
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	form := url.Values{"lang": {"sv"}, "given_name": {"Alice"}, "email": {"alice@example.com"}}
	w := post(h, below+"/language", form)
	contains(t, w, `<html lang="sv-SE"`, `value="Alice"`, `value="alice@example.com"`)
	if w.Code != http.StatusOK || len(w.Result().Cookies()) != 1 {
		t.Errorf("%d, cookies %v", w.Code, w.Result().Cookies())
	}
	if len(f.acts) != 0 {
		t.Errorf("a choice of language did %v", f.acts)
	}
	f.visit.State = hpp.PageCompleted
	if w = post(h, below+"/language", form); w.Code != http.StatusSeeOther || len(w.Result().Cookies()) != 1 {
		t.Errorf("after the end: %d, cookies %v", w.Code, w.Result().Cookies())
	}
}

func TestALanguageNobodySpeaksHereIsNoChoice(t *testing.T) {
	h, _ := server(newFake(hpp.PagePay))
	for _, tag := range []string{"", "xx", "SV", "sv-SE", "../sv", "%22%3E%3Cscript%3E"} {
		w := get(h, below+"?lang="+tag)
		contains(t, w, `<html lang="en-SE"`)
		if len(w.Result().Cookies()) != 0 {
			t.Errorf("%q is remembered", tag)
		}
	}
}

// Where no session says more, the browser's own language is spoken.
func TestAMissingPageSpeaksTheBrowsersLanguage(t *testing.T) {
	h, _ := server(newFake(hpp.PagePay))
	for accept, want := range map[string]string{
		"sv-SE,sv;q=0.9,en;q=0.5": "sv", "xx, sv;q=0.1": "sv", "xx": "en", "": "en", ";;;": "en", strings.Repeat("sv,", 9999): "en", "en;q=0.1, sv": "sv",
	} {
		r := request(http.MethodGet, "/eu/hpp/payments/unknown", nil)
		r.Header.Set("Accept-Language", accept)
		contains(t, serve(h, r), `<html lang="`+want+`"`)
	}
}

// Each screen that knows no session speaks every language of the catalogues, and says
// that its words depend on the browser's.
func TestScreensWithoutASessionSpeakEveryLanguage(t *testing.T) {
	broken := newFake(hpp.PagePay)
	broken.open = errors.New("the database is away")
	failing, _ := server(broken)
	working, _ := server(newFake(hpp.PagePay))
	for _, lang := range locale.Languages() {
		l := locale.Match(lang)
		for key, answer := range map[string]func(*http.Request) *httptest.ResponseRecorder{
			"missing.title": func(r *http.Request) *httptest.ResponseRecorder {
				r.URL.Path = "/eu/hpp/payments/unknown"
				return serve(working, r)
			},
			"unusable.title":    func(r *http.Request) *httptest.ResponseRecorder { r.Method = http.MethodPut; return serve(working, r) },
			"unavailable.title": func(r *http.Request) *httptest.ResponseRecorder { return serve(failing, r) },
		} {
			r := request(http.MethodGet, below, nil)
			r.Header.Set("Accept-Language", "xx, "+lang+";q=0.9, en;q=0.1")
			w := answer(r)
			contains(t, w, `<html lang="`+lang, html.EscapeString(l.Text(key)))
			if got := w.Header().Get("Vary"); !strings.Contains(got, "Accept-Language") {
				t.Errorf("%s in %s: Vary is %q", key, lang, got)
			}
		}
	}
}
