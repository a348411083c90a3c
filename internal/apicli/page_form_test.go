package apicli

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const aPage = `<html><body><main><div class="errors"><ul><li><a href="#email">Enter an <b>e-mail</b></a></li></ul></div>
<form method="post" action="/p/pay" id="form"><input type="hidden" name="page_key" value="k&amp;1">
<input type="radio" name="payment_method_category" value="pay_now" data-testid="method-pay_now">
<input type="radio" name="payment_method_category" value="pay_later" data-testid="method-pay_later" checked>
<input type="checkbox" name="terms" value="yes"><input name="email" value="a@b.c"><input value="no name">
<select name="region"><option value="">Choose</option><option value="CA" selected>California</option></select>
<select name="first"><option value="one">1</option><option value="two">2</option></select>
<textarea name="note">as it
is</textarea><button data-testid="pay">Pay</button><button type="button" data-testid="copy">Copy</button></form>
<form method="post" action="/p/back"><input type="hidden" name="page_key" value="k2"><button data-testid="back">Back</button></form>
<button form="form" formaction="/p/test" name="test" value="approved" data-testid="test-approved">Fill in</button></main></body></html>`

// A button sends what a browser without scripts would send.
func TestButtonsSendTheirForms(t *testing.T) {
	page, err := readPage(strings.NewReader(aPage))
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{
		"page_key": {"k&1"}, "payment_method_category": {"pay_later"}, "email": {"a@b.c"}, "region": {"CA"}, "first": {"one"}, "note": {"as it is"},
	}
	filled := url.Values{"test": {"approved"}}
	for name, values := range form {
		filled[name] = values
	}
	for testID, want := range map[string]struct {
		action string
		body   url.Values
	}{
		"pay": {"/p/pay", form}, "test-approved": {"/p/test", filled}, "back": {"/p/back", url.Values{"page_key": {"k2"}}},
	} {
		action, body, ok := page.press(testID)
		if !ok || action != want.action {
			t.Errorf("%s: %q, %t; want %q", testID, action, ok, want.action)
		}
		if diff := cmp.Diff(want.body, body); diff != "" {
			t.Errorf("%s, -want +got:\n%s", testID, diff)
		}
	}
	if _, _, ok := page.press("copy"); ok {
		t.Error("a button that sends nothing sends a form")
	}
	if diff := cmp.Diff([]string{"Enter an e-mail"}, page.faults); diff != "" || page.outcome != "" {
		t.Errorf("faults: %s, outcome %q", diff, page.outcome)
	}
}

func TestWhereAnAnswerLeads(t *testing.T) {
	for _, c := range []struct{ name, value, want string }{
		{"Location", "/p", "/p"}, {"Refresh", "0; url=https://shop.example/?a=1;b", "https://shop.example/?a=1;b"},
		{"Refresh", "5; url=https://shop.example/", ""}, {"Refresh", "0", ""}, {"Other", "x", ""},
	} {
		if got := leadsTo(http.Header{c.name: {c.value}}); got != c.want {
			t.Errorf("%s: %s: %q, want %q", c.name, c.value, got, c.want)
		}
	}
}
