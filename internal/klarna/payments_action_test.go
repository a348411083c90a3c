package klarna_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/klarna"
	"github.com/openhpp/openhpp/internal/upstream"
)

var action = hpp.ActionRequest{
	Key: "attempt-1", Kind: hpp.ActionScript, Category: hpp.PayLater, ReturnURL: "https://pay.test/r", CallbackURL: "https://pay.test/callback", HintURL: "https://pay.test/hint",
}

const updateSession = "POST /payments/v1/sessions/a-b_c"

func TestActions(t *testing.T) {
	t.Parallel()
	script, redirect := []hpp.ActionKind{hpp.ActionScript}, []hpp.ActionKind{hpp.ActionRedirect}
	both := []hpp.ActionKind{hpp.ActionScript, hpp.ActionRedirect}
	for _, c := range []struct {
		mode               upstream.Mode
		returns            upstream.Return
		payments, checkout []hpp.ActionKind
	}{
		{upstream.Auto, upstream.ReturnRewrite, both, both},
		{upstream.Widget, upstream.ReturnRewrite, script, script},
		{upstream.Redirect, upstream.ReturnRewrite, redirect, redirect},
		{upstream.Auto, upstream.ReturnOff, both, redirect},
		{upstream.Widget, upstream.ReturnOff, script, redirect},
	} {
		one := login("one")
		one.Options.Mode, one.Options.Return = c.mode, c.returns
		w := client(t, upstream.Klarna, &server{}, one)
		got := [][]hpp.ActionKind{klarna.Payments{Client: w.Client}.Actions("m1", ref), klarna.Checkout{Client: w.Client}.Actions("m1", ref)}
		if diff := cmp.Diff([][]hpp.ActionKind{c.payments, c.checkout}, got); diff != "" {
			t.Errorf("%s, %s: %s", c.mode, c.returns, diff)
		}
	}
}

func TestScript(t *testing.T) {
	t.Parallel()
	u := &server{answers: map[string]answer{readSession: {status: 200, body: sessionBody}, updateSession: {status: 204}}}
	got, err := klarna.Payments{Client: client(t, upstream.Klarna, u).Client}.PrepareAction(t.Context(), "m1", ref, action)
	want := hpp.PayerAction{Script: &hpp.ProviderScript{Address: "https://sdk.test/api.js", ClientToken: "jwt", Origins: []string{"https://*.pages.test"}}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	// The whole of merchant_urls is sent, with ours beside.
	if len(u.asked) != 2 || u.asked[1] != updateSession {
		t.Fatalf("asked %v", u.asked)
	}
	sent := map[string]any{"merchant_urls": map[string]any{"confirmation": "https://shop.test/c", "new_url": "https://shop.test/n", "authorization": "https://pay.test/callback"}}
	if diff := cmp.Diff(sent, decoded(t, u.bodies[1])); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
}

// The callback is added where there is none and where that is wanted; a refusal
// is no fault, an unknown outcome is one.
func TestAddCallback(t *testing.T) {
	t.Parallel()
	own := answer{status: 200, body: strings.Replace(sessionBody, `"merchant_urls":{`, `"merchant_urls":{"authorization":"https://shop.test/a",`, 1)}
	none := answer{status: 200, body: strings.Replace(sessionBody, `"merchant_urls":`, `"other":`, 1)}
	plain := answer{status: 200, body: sessionBody}
	for name, c := range map[string]struct {
		session, update answer
		option          upstream.Callback
		calls           int
		want            string
	}{
		"there is none":         {plain, answer{status: 204}, upstream.CallbackIfAbsent, 2, "done"},
		"no address at all":     {none, answer{status: 200, body: "{}"}, upstream.CallbackIfAbsent, 2, "done"},
		"the merchant has one":  {own, answer{status: 500}, upstream.CallbackIfAbsent, 1, "done"},
		"it is not wanted":      {plain, answer{status: 500}, upstream.CallbackOff, 1, "done"},
		"it is refused":         {plain, answer{status: 403, body: `{"error_code":"READ_ONLY"}`}, upstream.CallbackIfAbsent, 2, "done"},
		"its answer is unknown": {plain, answer{status: 502}, upstream.CallbackIfAbsent, 2, "unknown"},
		"credentials ended":     {plain, answer{status: 401}, upstream.CallbackIfAbsent, 2, "credentials"},
	} {
		one := login("one")
		one.Options.Callback = c.option
		u := &server{answers: map[string]answer{readSession: c.session, updateSession: c.update}}
		_, err := klarna.Payments{Client: client(t, upstream.Klarna, u, one).Client}.PrepareAction(t.Context(), "m1", ref, action)
		if outcome(err) != c.want || len(u.asked) != c.calls {
			t.Errorf("%s: %v after %v", name, err, u.asked)
		}
	}
}

func TestRedirect(t *testing.T) {
	t.Parallel()
	const made = `{"session_id":"h-1","redirect_url":"https://pay.pages.test/x","distribution_url":"…"}`
	u := &server{answers: map[string]answer{readSession: {status: 200, body: sessionBody}, "POST /hpp/v1/sessions": {status: 201, body: made}}}
	w := client(t, upstream.Klarna, u)
	request := action
	request.Kind = hpp.ActionRedirect
	for range 2 {
		got, err := klarna.Payments{Client: w.Client}.PrepareAction(t.Context(), "m1", ref, request)
		if diff := cmp.Diff(hpp.PayerAction{RedirectURL: "https://pay.pages.test/x", Remote: "h-1"}, got); diff != "" || err != nil {
			t.Errorf("%v\n%s", err, diff)
		}
	}
	want := map[string]any{
		"payment_session_url": w.Upstream.BaseURL + "/payments/v1/sessions/a-b_c",
		"merchant_urls": map[string]any{
			"success": "https://pay.test/r?result=done", "back": "https://pay.test/r?result=back", "cancel": "https://pay.test/r?result=back",
			"failure": "https://pay.test/r?result=failed", "error": "https://pay.test/r?result=failed", "status_update": "https://pay.test/hint",
		},
		"options": map[string]any{"place_order_mode": "NONE", "payment_method_category": "PAY_LATER"},
	}
	if diff := cmp.Diff(want, decoded(t, u.bodies[1])); diff != "" || u.bodies[1] != u.bodies[3] {
		t.Errorf("sent (-want +got):\n%s\nand %s", diff, u.bodies[3])
	}
	for _, i := range []int{1, 3} {
		if key := u.headers[i].Get("Klarna-Idempotency-Key"); key != "attempt-1" {
			t.Errorf("under the key %q", key)
		}
	}
}

// A payer is sent to the upstream's own hosts and nowhere else.
func TestRedirectHosts(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://pay.pages.test/x": "done", "https://pages.test/x": "unknown", "https://evilpages.test/x": "unknown", "http://pay.pages.test/x": "unknown",
		"https://pay.pages.test.evil/x": "unknown", "https://u@pay.pages.test/x": "unknown", "javascript:alert(1)": "unknown", "//pay.pages.test/x": "unknown", "": "unknown",
		"https://pay.pages.test:8443/x": "unknown",
	} {
		u := &server{answers: map[string]answer{readSession: {status: 200, body: sessionBody}, "POST /hpp/v1/sessions": {status: 201, body: `{"session_id":"h-1","redirect_url":"` + address + `"}`}}}
		request := action
		request.Kind = hpp.ActionRedirect
		if _, err := (klarna.Payments{Client: client(t, upstream.Klarna, u).Client}).PrepareAction(t.Context(), "m1", ref, request); outcome(err) != want {
			t.Errorf("%q: %v, want %s", address, err, want)
		}
	}
}

func TestNothingLeftToDo(t *testing.T) {
	t.Parallel()
	for name, session := range map[string]answer{"complete": completed, "gone": {status: http.StatusNotFound, body: notFound}} {
		for _, kind := range []hpp.ActionKind{hpp.ActionScript, hpp.ActionRedirect} {
			request := action
			request.Kind = kind
			u := &server{answers: map[string]answer{readSession: session}}
			if _, err := (klarna.Payments{Client: client(t, upstream.Klarna, u).Client}).PrepareAction(t.Context(), "m1", ref, request); outcome(err) != "not found" || len(u.asked) != 1 {
				t.Errorf("%s, %s: %v after %v", name, kind, err, u.asked)
			}
		}
	}
}
