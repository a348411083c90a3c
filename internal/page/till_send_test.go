package page

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

var tillForms = []string{"/send", "/update", "/close"}

func discarded() http.ResponseWriter { return httptest.NewRecorder() }

// handOut sends a form of the module with the right key.
func handOut(h http.Handler, path string, fields url.Values) *httptest.ResponseRecorder {
	fields.Set("page_key", tillKey)
	return post(h, tillPath+path, fields)
}

func TestSending(t *testing.T) {
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	w := handOut(h, "/send?profile_id=till&view_id=%7B%7Bview_id%7D%7D", url.Values{
		"method": {"token"}, "once": {"once-1"}, "email": {" a@example.com "}, "phone": {"070"}, "phone_country": {"se"},
		"access_id": {"openhpp:abc\r\n"}, "template": {"evil"},
	})
	if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || to != tillPath+"?profile_id=till&view_id=%7B%7Bview_id%7D%7D" {
		t.Errorf("%d to %q", w.Code, to)
	}
	want := hpp.DistributionRequest{Method: "token", Email: "a@example.com", Phone: "070", PhoneCountry: "SE", AccessID: "openhpp:abc"}
	if diff := cmp.Diff(want, f.till.request); diff != "" || f.till.once != "once-1" {
		t.Errorf("once %q: %s", f.till.once, diff)
	}
}

func TestWhatCouldNotBeSent(t *testing.T) {
	contact := func(code hpp.Code, fields ...string) *hpp.Error { return &hpp.Error{Code: code, Fields: fields} }
	typed := url.Values{"email": {"alice@"}, "phone": {"070 1"}, "phone_country": {"NO"}, "access_id": {"1234"}}
	for _, test := range []struct {
		method string
		err    error
		status int
		field  string // at fault
		says   string
	}{
		{"email", contact(hpp.CodeConstraint, "contact_information.email"), 422, "email", "Enter an e-mail address such as"},
		{"email", contact(hpp.CodeMissingContact, "contact_information.email"), 422, "email", "Enter an e-mail address such as"},
		{"EMAIL", contact(hpp.CodeBlacklisted), 422, "email", "wants no more messages from"},
		{"email", contact(hpp.CodeTooMany), 429, "email", "Too many messages"},
		{"sms", contact(hpp.CodeConstraint, "contact_information.phone"), 422, "phone", "Enter a phone number"},
		{"sms", contact(hpp.CodeMissingContact, "contact_information.phone", "contact_information.phone_country"), 422, "phone_country", "Choose a country"},
		{"sms", contact(hpp.CodeUnsupportedCountry, "contact_information.phone_country"), 422, "phone_country", "No messages go to"},
		{"sms", contact(hpp.CodeBlacklisted), 422, "phone", "wants no more messages from"},
		{"token", contact(hpp.CodeMissingContact, "contact_information.access_id"), 422, "access_id", "Scan the code"},
		{"token", contact(hpp.CodeConstraint, "contact_information.access_id"), 422, "access_id", "No phone is showing"},
		{"token", hpp.ErrNoAccessCode, 404, "access_id", "No phone is showing"},
		{"pigeon", contact(hpp.CodeConstraint, "method"), 422, "", "This could not be sent"},
	} {
		f := newFake(hpp.PagePay)
		f.till.err = test.err
		h, _ := server(f)
		typed.Set("method", test.method)
		w := handOut(h, "/send", typed)
		status(t, w, test.status)
		contains(t, w, test.says, `class="errors"`, `value="alice@"`, `value="070 1"`, `value="1234"`, `value="NO" selected`)
		invalid := strings.Count(w.Body.String(), `aria-invalid="true"`)
		if test.field == "" && invalid != 0 || test.field != "" && !strings.Contains(w.Body.String(), `href="#`+test.field+`"`) {
			t.Errorf("%s, %v: %d fields at fault, not %q", test.method, test.err, invalid, test.field)
		}
	}
}

func TestTooManySaysWhen(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.till.err = &hpp.Error{Code: hpp.CodeTooMany, RetryAfter: 1500 * time.Millisecond}
	h, _ := server(f)
	if got := handOut(h, "/send", url.Values{"method": {"sms"}}).Header().Get("Retry-After"); got != "2" {
		t.Errorf("Retry-After is %q", got)
	}
}

// What came too late is told by the module itself.
func TestActsThatComeTooLate(t *testing.T) {
	for _, err := range []error{
		hpp.ErrNotFound, hpp.ErrClosed, &hpp.Error{Code: hpp.CodeConstraint}, &hpp.Error{Code: hpp.CodeNotAllowed}, &hpp.Error{Code: hpp.CodeConflict},
	} {
		for _, path := range []string{"/send", "/close"} {
			f := newFake(hpp.PageCompleted)
			f.till.err = err
			h, log := server(f)
			w := handOut(h, path, url.Values{"method": {"email"}})
			if w.Code != http.StatusSeeOther || w.Header().Get("Location") != tillPath || log.Len() != 0 {
				t.Errorf("%s, %v: %d to %q, logged %s", path, err, w.Code, w.Header().Get("Location"), log)
			}
		}
	}
}

func TestBrokenActsAreToldToTheLogOnly(t *testing.T) {
	for _, path := range []string{"/send", "/close"} {
		f := newFake(hpp.PagePay)
		f.till.err = errBroken
		h, log := server(f)
		w := handOut(h, path, url.Values{"method": {"email"}, "email": {"alice@example.com"}})
		status(t, w, http.StatusServiceUnavailable)
		leaksNothing(t, w, log)
		if strings.Contains(log.String(), "alice") {
			t.Errorf("an address is in the log: %s", log)
		}
	}
}

func TestUpdatingKeepsWhatWasTyped(t *testing.T) {
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	w := handOut(h, "/update", url.Values{"email": {"ali"}, "phone": {"07"}, "phone_country": {"NO"}, "access_id": {`"><b>`}})
	status(t, w, http.StatusOK)
	contains(t, w, `value="ali"`, `value="07"`, `value="NO" selected`, `value="&#34;&gt;&lt;b&gt;"`)
	if len(f.till.acts) != 0 || strings.Contains(w.Body.String(), `class="errors"`) {
		t.Errorf("did %v", f.till.acts)
	}
}

func TestClosing(t *testing.T) {
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	w := get(h, tillPath+"/close?view_id=SELLER")
	status(t, w, http.StatusOK)
	contains(t, w, `data-testid="module-cancel-confirm"`, `data-testid="module-cancel-keep" href="`+tillPath+`?view_id=SELLER"`,
		`action="`+tillPath+`/close?view_id=SELLER"`, `name="page_key" value="till-key"`)
	if w := handOut(h, "/close?view_id=SELLER", url.Values{}); w.Code != http.StatusSeeOther || w.Header().Get("Location") != tillPath+"?view_id=SELLER" {
		t.Errorf("%d to %q", w.Code, w.Header().Get("Location"))
	}
	if diff := cmp.Diff([]string{"close"}, f.till.acts); diff != "" {
		t.Error(diff)
	}
	f.till.visit.State, f.till.visit.Session.Attempt = hpp.PageChecking, &hpp.Attempt{Step: hpp.StepPlacing}
	if w := get(h, tillPath+"/close"); w.Code != http.StatusSeeOther {
		t.Errorf("asks while an order is placed: %d", w.Code)
	}
	contains(t, get(h, tillPath), `data-testid="module-cancel" href="`+tillPath+`/close" hidden`)
}

func TestOnlyFormsOfTheModuleAreTaken(t *testing.T) {
	body := url.Values{"page_key": {tillKey}, "method": {"email"}}.Encode()
	for _, test := range []struct {
		name, body string
		change     func(*http.Request)
		want       int
	}{
		{"no key", "method=email", nil, http.StatusForbidden},
		{"the payer's key", "page_key=" + formOK, nil, http.StatusForbidden},
		{"another site", body, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, http.StatusForbidden},
		{"the page around", body, func(r *http.Request) {
			r.Header.Del("Sec-Fetch-Site")
			r.Header.Set("Origin", "https://till.example.com")
		}, http.StatusForbidden},
		{"JSON", "{}", func(r *http.Request) { r.Header.Set("Content-Type", "application/json") }, http.StatusUnsupportedMediaType},
		{"too large", body + "&email=" + strings.Repeat("x", maxForm), nil, http.StatusRequestEntityTooLarge},
	} {
		for _, form := range tillForms {
			f := newFake(hpp.PagePay)
			h, _ := server(f)
			r := request(http.MethodPost, tillPath+form, strings.NewReader(test.body))
			if test.change != nil {
				test.change(r)
			}
			if w := serve(h, r); w.Code != test.want || len(f.till.acts) != 0 {
				t.Errorf("%s%s: %d, did %v", test.name, form, w.Code, f.till.acts)
			}
		}
	}
}

func TestLookingAtTheModuleChangesNothing(t *testing.T) {
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		for _, path := range []string{"", "/status", "/send?method=email&email=a@example.com", "/update", "/close"} {
			serve(h, request(method, tillPath+path, nil))
		}
	}
	if len(f.till.acts) != 0 || len(f.acts) != 0 {
		t.Errorf("looking did %v %v", f.till.acts, f.acts)
	}
}
