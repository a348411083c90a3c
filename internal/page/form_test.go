package page

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

// forms are the addresses that change something.
var forms = []string{"/enter", "/pay", "/challenge", "/retry", "/back", "/cancel"}

func leaksNothing(t *testing.T, w *httptest.ResponseRecorder, log *strings.Builder) {
	t.Helper()
	if strings.Contains(w.Body.String(), "10.0.0.7") {
		t.Error("the payer reads what is broken")
	}
	if n := strings.Count(log.String(), "10.0.0.7"); n != 1 {
		t.Errorf("logged %d times: %s", n, log)
	}
	if strings.Contains(log.String(), token) {
		t.Errorf("the link is in the log: %s", log)
	}
}

func TestOnlyFormsOfOurPagesAreTaken(t *testing.T) {
	body := url.Values{"page_key": {formOK}, "otp": {"123456"}}.Encode()
	for _, test := range []struct {
		name   string
		change func(*http.Request)
		body   string
		want   int
	}{
		{"no key", nil, "otp=123456", http.StatusForbidden},
		{"empty key", nil, "page_key=", http.StatusForbidden},
		{"wrong key", nil, "page_key=form-kez", http.StatusForbidden},
		{"key in the address", func(r *http.Request) { r.URL.RawQuery = body }, "otp=1", http.StatusForbidden},
		{"another site", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, body, http.StatusForbidden},
		{"a sibling host", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") }, body, http.StatusForbidden},
		{"another origin, old browser", func(r *http.Request) {
			r.Header.Del("Sec-Fetch-Site")
			r.Header.Set("Origin", "https://evil.example.com")
		}, body, http.StatusForbidden},
		{"JSON", func(r *http.Request) { r.Header.Set("Content-Type", "application/json") }, "{}", http.StatusUnsupportedMediaType},
		{"no type", func(r *http.Request) { r.Header.Del("Content-Type") }, body, http.StatusUnsupportedMediaType},
		{"text", func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, body, http.StatusUnsupportedMediaType},
		{"too large", nil, body + "&city=" + strings.Repeat("x", maxForm), http.StatusRequestEntityTooLarge},
		{"broken", nil, body + "&city=%zz", http.StatusBadRequest},
	} {
		for _, form := range forms {
			t.Run(test.name+form, func(t *testing.T) {
				f := newFake(hpp.PagePay)
				h, _ := server(f)
				r := request(http.MethodPost, below+form, strings.NewReader(test.body))
				if test.change != nil {
					test.change(r)
				}
				status(t, serve(h, r), test.want)
				if len(f.acts) != 0 {
					t.Errorf("did %v", f.acts)
				}
			})
		}
	}
}

func TestFormsOfOurPagesAreTaken(t *testing.T) {
	for name, change := range map[string]func(*http.Request){
		"browser of today": func(*http.Request) {},
		"own origin named": func(r *http.Request) { r.Header.Set("Origin", origin) },
		"old browser": func(r *http.Request) {
			r.Header.Del("Sec-Fetch-Site")
			r.Header.Del("Origin")
		},
		"old browser, behind a proxy that changes Host": func(r *http.Request) {
			r.Header.Del("Sec-Fetch-Site")
			r.Header.Set("Origin", origin)
			r.Host = "127.0.0.1:8080"
		},
		"without TLS, where no Sec-Fetch-Site is sent": func(r *http.Request) { r.Header.Del("Sec-Fetch-Site") },
		"with a charset": func(r *http.Request) {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
		},
	} {
		f := newFake(hpp.PagePay)
		h, _ := server(f)
		r := request(http.MethodPost, below+"/retry", strings.NewReader("page_key="+formOK))
		change(r)
		w := serve(h, r)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != below {
			t.Errorf("%s: %d to %q", name, w.Code, w.Header().Get("Location"))
		}
		if diff := cmp.Diff([]string{"retry"}, f.acts); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestUnknownLinkTakesNoForm(t *testing.T) {
	h, _ := server(newFake(hpp.PagePay))
	for _, form := range forms {
		w := post(h, "/eu/hpp/payments/unknown"+form, nil)
		status(t, w, http.StatusNotFound)
		contains(t, w, `data-outcome="not-found"`)
	}
}

func TestASessionWithoutAKeyTakesNoForm(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.visit.FormKey = ""
	h, _ := server(f)
	status(t, post(h, below+"/pay", url.Values{"page_key": {""}}), http.StatusForbidden)
}

func TestForeignMethods(t *testing.T) {
	h, _ := server(newFake(hpp.PagePay))
	for _, test := range []struct{ method, path, allow string }{
		{http.MethodPost, below, "GET, HEAD"},
		{http.MethodGet, below + "/enter", "POST"},
		{http.MethodDelete, below + "/pay", "GET, HEAD, POST"},
		{http.MethodPut, "/assets/x", "GET, HEAD"},
		{http.MethodOptions, below, "GET, HEAD"},
		{"NONSENSE", below + "/cancel", "GET, HEAD, POST"},
	} {
		w := serve(h, request(test.method, test.path, nil))
		if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != test.allow {
			t.Errorf("%s %s: %d, allows %q", test.method, test.path, w.Code, w.Header().Get("Allow"))
		}
	}
}
