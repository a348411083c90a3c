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
	"github.com/openhpp/openhpp/internal/page/assets"
)

func stepForm(fields ...string) url.Values {
	form := url.Values{"page_key": {stepKey}}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return form
}

// The provider's step alone has a policy of its own: the provider's origins, and
// none that could end the directive.
func TestPolicyOfTheStep(t *testing.T) {
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	for inline, styles := range map[bool]string{false: "'nonce-R' https://sdk.provider.test https://*.provider.test", true: "'unsafe-inline' https://sdk.provider.test https://*.provider.test"} {
		f.steps.step.Action.Script.InlineStyles = inline
		w := get(h, stepPath)
		status(t, w, http.StatusOK)
		nonce := nonces.FindString(w.Body.String())
		policy := strings.ReplaceAll(w.Header().Get("Content-Security-Policy"), nonce[7:len(nonce)-1], "R")
		want := "default-src 'none'; script-src 'nonce-R' 'strict-dynamic' https://sdk.provider.test https://*.provider.test; style-src " + styles +
			"; img-src 'self' https://sdk.provider.test https://*.provider.test; font-src 'self' https://sdk.provider.test https://*.provider.test" +
			"; connect-src 'self' https://sdk.provider.test https://*.provider.test; frame-src https://sdk.provider.test https://*.provider.test" +
			"; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
		if diff := cmp.Diff(want, policy); diff != "" {
			t.Error(diff)
		}
		for header, want := range map[string]string{
			"Cross-Origin-Opener-Policy": "same-origin-allow-popups", "Referrer-Policy": "strict-origin", "X-Frame-Options": "DENY",
			"Permissions-Policy": "usb=(), browsing-topics=()", "Cross-Origin-Embedder-Policy": "", "Cache-Control": "no-store",
		} {
			if got := w.Header().Get(header); got != want {
				t.Errorf("%s is %q, want %q", header, got, want)
			}
		}
	}
}

// Where the provider has no script, the step is the way to its page and nothing
// else, under the policy of our other pages.
func TestAStepWithoutAScript(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.steps.step.Action.Script = nil
	h, _ := server(f)
	w := get(h, stepPath)
	contains(t, w, `class="button" data-testid="redirect-provider"`, `data-testid="retry"`)
	for _, absent := range []string{`data-testid="pay"`, `id="provider"`, `id="step-news"`, "<noscript>", assets.StepScript} {
		if strings.Contains(w.Body.String(), absent) {
			t.Errorf("the step holds %s", absent)
		}
	}
	policy := w.Header().Get("Content-Security-Policy")
	if !strings.Contains(policy, "require-trusted-types-for 'script'") || strings.Contains(policy, "frame-src") {
		t.Errorf("the policy is %s", policy)
	}
}

// Neither the payer's link, nor the key of its forms, nor what the payer typed
// stands on the step.
func TestTheStepNamesNoLink(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.steps.step.Page.Payer = hpp.Payer{Email: "kim@example.com"}
	h, _ := server(f)
	w := get(h, stepPath)
	text := w.Body.String() + strings.Join(w.Header()["Set-Cookie"], "")
	for _, secret := range []string{token, `"` + formOK + `"`, "kim@example.com", "payments/"} {
		if strings.Contains(text, secret) {
			t.Errorf("the step holds %q", secret)
		}
	}
	contains(t, w, `data-testid="pay"`, `data-testid="redirect-provider"`, `data-testid="retry"`, "<noscript>", `data-script="https://sdk.provider.test/api.js"`)
}

// A script that runs on the step learns of no answer where the payer's page is.
func TestScriptsReadNoLink(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.steps.over, f.steps.page.State = hpp.ErrStepOver, hpp.PageCompleted
	f.steps.page.RedirectURL = "https://shop.example.com/thanks"
	h, _ := server(f)
	for _, c := range []struct{ method, path, form string }{
		{http.MethodGet, "", ""}, {http.MethodGet, "/result", ""}, {http.MethodGet, "/return?result=done", ""},
		{http.MethodPost, "/result", stepForm("result", "left").Encode()}, {http.MethodPost, "/result", stepForm("result", "approved", "authorization_token", "t").Encode()},
		{http.MethodPost, "/redirect", stepForm().Encode()}, {http.MethodPost, "/check", stepForm().Encode()},
	} {
		r := request(c.method, stepPath+c.path, strings.NewReader(c.form))
		r.Header.Set("Sec-Fetch-Dest", "empty")
		r.Header.Set("Sec-Fetch-Mode", "cors")
		w := serve(h, r)
		if answer := w.Header().Get("Location") + w.Header().Get("Refresh") + w.Body.String(); strings.Contains(answer, token) || strings.Contains(answer, "thanks") {
			t.Errorf("%s %s answers a script %q", c.method, c.path, answer)
		}
	}
	r := request(http.MethodGet, stepPath, nil)
	r.Header.Set("Sec-Fetch-Dest", "document")
	if w := serve(h, r); w.Code != http.StatusSeeOther || w.Header().Get("Location") != below {
		t.Errorf("a navigation is led to %q by %d", w.Header().Get("Location"), w.Code)
	}
}

func TestReportsOfTheStep(t *testing.T) {
	for name, c := range map[string]struct {
		form   url.Values
		state  hpp.PageState
		err    error
		status int
		to     string // Location or Refresh
	}{
		"approved":        {stepForm("result", "approved", "authorization_token", "t-1"), hpp.PageCompleted, nil, http.StatusOK, "0; url=https://shop.example.com/thanks"},
		"declined":        {stepForm("result", "declined"), hpp.PageFailed, nil, http.StatusSeeOther, below},
		"left":            {stepForm("result", "left"), hpp.PagePay, nil, http.StatusSeeOther, below},
		"changed":         {stepForm("result", "approved", "authorization_token", "t-1"), hpp.PagePay, hpp.ErrChanged, http.StatusConflict, ""},
		"another key":     {url.Values{"page_key": {formOK}, "result": {"left"}}, hpp.PagePay, nil, http.StatusForbidden, ""},
		"no such result":  {stepForm("result", "paid"), hpp.PagePay, &hpp.Error{Code: hpp.CodeBadValue}, http.StatusBadRequest, ""},
		"not known yet":   {stepForm("result", "approved", "authorization_token", "t-1"), hpp.PageChecking, nil, http.StatusSeeOther, below + "?turn="},
		"broken":          {stepForm("result", "approved"), hpp.PagePay, errBroken, http.StatusServiceUnavailable, ""},
		"over, by a race": {stepForm("result", "left"), hpp.PagePay, hpp.ErrStepOver, http.StatusSeeOther, below},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(hpp.PagePay)
			f.steps.page.State, f.steps.page.RedirectURL, f.steps.err = c.state, "", c.err
			if c.state == hpp.PageCompleted {
				f.steps.page.RedirectURL = "https://shop.example.com/thanks"
			}
			h, _ := server(f)
			w := post(h, stepPath+"/result", c.form)
			status(t, w, c.status)
			if got := w.Header().Get("Location") + w.Header().Get("Refresh"); !strings.HasPrefix(got, c.to) || c.to == "" && got != "" {
				t.Errorf("leads to %q, want %q", got, c.to)
			}
			if asked := f.steps.report.Result != ""; asked == (c.status == http.StatusForbidden) {
				t.Errorf("reported %+v", f.steps.report)
			}
		})
	}
}

// A payer who comes back from the provider's page is led on as the form that they
// left by would have led them.
func TestReturnFromTheProvider(t *testing.T) {
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	left := post(h, stepPath+"/redirect", stepForm())
	status(t, left, http.StatusOK)
	contains(t, left, "https://provider.test/hosted", `data-testid="continue"`)
	if strings.Contains(left.Body.String(), token) {
		t.Error("the page that leads to the provider holds the payer's link")
	}
	back := request(http.MethodGet, stepPath+"/return?result=done", nil)
	var value string
	for _, c := range left.Result().Cookies() {
		if c.Path == stepPath {
			value = c.Value
			back.AddCookie(c)
		}
	}
	w := serve(h, back)
	if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || value == "" || got != below+"?turn="+value {
		t.Errorf("%d, led to %q", w.Code, got)
	}
	other := get(h, stepPath+"/return?result=back")
	if got := other.Header().Get("Location"); got != below {
		t.Errorf("another browser is led to %q", got)
	}
	if acts := strings.Join(f.steps.acts, ","); !strings.Contains(acts, "return done") || !strings.Contains(acts, "return back") {
		t.Errorf("acts %s", acts)
	}
}

// Paying at a provider asks for nothing but the method, and leads to the step, also
// where a script sent the form.
func TestPayingLeadsToTheStep(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.visit.PayerActs, f.visit.StepToken = true, stepToken
	h, _ := server(f)
	w := get(h, below)
	if text := w.Body.String(); strings.Contains(text, `name="email"`) || !strings.Contains(text, `data-testid="method-pay_now"`) {
		t.Error("the page asks for details, or offers no method")
	}
	form := url.Values{"payment_method_category": {"pay_now"}, "revision": {"rev-1"}, "email": {"not an address"}}
	w = post(h, below+"/pay", form)
	if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != stepPath {
		t.Errorf("%d, led to %q", w.Code, got)
	}
	if f.form.Payer != (hpp.Payer{}) {
		t.Errorf("details went to the core: %+v", f.form.Payer)
	}
	form.Set("page_key", formOK)
	r := request(http.MethodPost, below+"/pay", strings.NewReader(form.Encode()))
	r.Header.Set("Sec-Fetch-Mode", "cors")
	if got := serve(h, r).Header().Get("Refresh"); got != "0; url="+stepPath {
		t.Errorf("a script is led to %q", got)
	}
}

func TestSignsOfLife(t *testing.T) {
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	status(t, post(h, stepPath+"/check", stepForm()), http.StatusNoContent)
	status(t, serve(h, request(http.MethodPost, stepPath+"/hint", strings.NewReader("{}"))), http.StatusNoContent)
	status(t, get(h, stepPath+"/hint"), http.StatusMethodNotAllowed)
	f.steps.over = hpp.ErrStepOver
	status(t, post(h, stepPath+"/check", stepForm()), http.StatusResetContent)
	status(t, get(h, "/eu/hpp/pay/other"), http.StatusNotFound)
}

// Whose details the provider refused is told what to do, and may pay again.
func TestDetailsThatTheProviderRefused(t *testing.T) {
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	w := post(h, stepPath+"/result", stepForm("result", "incorrect"))
	status(t, w, http.StatusConflict)
	contains(t, w, "Your details were not accepted. Please check them and try again", `data-testid="pay"`)
	if f.steps.report.Result != hpp.StepIncorrect {
		t.Errorf("reported %+v", f.steps.report)
	}
}

// A step that was looked at too often says when it may be again.
func TestAStepThatWasLookedAtTooOften(t *testing.T) {
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	f.steps.over = &hpp.Error{Code: hpp.CodeTooMany, RetryAfter: 3 * time.Second}
	w := get(h, stepPath)
	status(t, w, http.StatusTooManyRequests)
	if got := w.Header().Get("Retry-After"); got != "3" {
		t.Errorf("Retry-After %q", got)
	}
}

// Each of these asks the provider in the merchant's name, so a payer who repeats
// them without end is stopped.
func TestStepsHaveAShare(t *testing.T) {
	for _, c := range []struct{ method, path, form string }{
		{http.MethodPost, "/result", stepForm("result", "approved", "authorization_token", "made up").Encode()},
		{http.MethodPost, "/redirect", stepForm().Encode()},
		{http.MethodGet, "/return?result=done", ""},
		{http.MethodGet, "", ""},
	} {
		f := newFake(hpp.PagePay)
		h, _ := server(f)
		ask := func() *httptest.ResponseRecorder {
			return serve(h, request(c.method, stepPath+c.path, strings.NewReader(c.form)))
		}
		for range maxStepCalls {
			if w := ask(); w.Code == http.StatusTooManyRequests {
				t.Fatalf("%s is refused too early", c.path)
			}
		}
		if w := ask(); w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
			t.Errorf("%s after too many: %d, Retry-After %q", c.path, w.Code, w.Header().Get("Retry-After"))
		}
	}
}

// An order's script takes the window to the return by itself, without a form of the
// step: who went there by our form is led on all the same, and nobody else.
func TestReturnFromAnOrder(t *testing.T) {
	for kind, led := range map[hpp.PaymentKind]bool{hpp.KindCheckout: true, hpp.KindPayments: false} {
		f := newFake(hpp.PagePay)
		f.visit.PayerActs, f.visit.StepToken, f.visit.Session.Payment.Kind = true, stepToken, kind
		h, _ := server(f)
		gone := post(h, below+"/pay", url.Values{"payment_method_category": {"pay_now"}, "revision": {"rev-1"}})
		if got := gone.Header().Get("Location"); got != stepPath {
			t.Fatalf("led to %q", got)
		}
		back := request(http.MethodGet, stepPath+"/return?result=done", nil)
		var value string
		for _, c := range gone.Result().Cookies() {
			if c.Path == stepPath {
				value = c.Value
				back.AddCookie(c)
			}
		}
		want := below
		if led {
			want += "?turn=" + value
		}
		if got := serve(h, back).Header().Get("Location"); (value != "") != led || got != want {
			t.Errorf("%s: led to %q, want %q", kind, got, want)
		}
	}
}
