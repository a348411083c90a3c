package playground_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// operations are all routes that ask for credentials.
var operations = []struct{ method, path string }{
	{"POST", "/payments/v1/sessions"},
	{"GET", "/payments/v1/sessions/{session}"},
	{"POST", "/payments/v1/sessions/{session}"},
	{"POST", "/payments/v1/authorizations/{token}/order"},
	{"DELETE", "/payments/v1/authorizations/{token}"},
	{"GET", "/ordermanagement/v1/orders/{order}"},
	{"GET", "/ordermanagement/v1/orders/{order}/captures"},
	{"POST", "/ordermanagement/v1/orders/{order}/captures"},
	{"GET", "/ordermanagement/v1/orders/{order}/captures/{capture}"},
	{"POST", "/playground/v1/payments/{session}/authorize"},
	{"GET", "/playground/v1/payments/{session}/payer"},
}

func body(method, path string) any {
	switch {
	case method != "POST":
		return nil
	case strings.HasSuffix(path, "/authorize"):
		return attempt("a", payer(), "")
	case strings.HasSuffix(path, "/captures"):
		return tree{"captured_amount": 1}
	default:
		return lamp()
	}
}

func TestCredentials(t *testing.T) {
	p := newProvider(t)
	for _, o := range operations {
		for _, who := range []string{"", "nobody"} {
			r := p.askAs(who, o.method, o.path, body(o.method, o.path))
			if r.status != http.StatusUnauthorized || !strings.HasPrefix(r.header.Get("WWW-Authenticate"), "Basic ") || !strings.HasPrefix(r.error(t), "UNAUTHORIZED") {
				t.Errorf("%s %s as %q: %d %s", o.method, o.path, who, r.status, r.body)
			}
		}
	}
}

var correlation = regexp.MustCompile(`"correlation_id":"[^"]*"`)

// Another merchant learns the same of what exists as of what does not.
func TestForeignMerchant(t *testing.T) {
	p := newProvider(t)
	order := p.order()
	var captured = p.must(http.StatusCreated, "POST", "/ordermanagement/v1/orders/"+order+"/captures", tree{"captured_amount": 1})
	session := p.open(lamp())
	token := p.approve(session, payer())
	names := map[string]string{"{session}": session, "{token}": token, "{order}": order, "{capture}": captured.header.Get("Capture-Id")}
	for _, o := range operations[1:] {
		known, none := o.path, o.path
		for name, id := range names {
			known, none = strings.ReplaceAll(known, name, id), strings.ReplaceAll(none, name, "00000000-0000-4000-8000-000000000000")
		}
		foreign, unknown := p.askAs("m2", o.method, known, body(o.method, o.path)), p.askAs("m2", o.method, none, body(o.method, o.path))
		// Order Management names the id that was asked for: that much differs.
		told := func(r reply, id string) string {
			return strings.ReplaceAll(correlation.ReplaceAllString(string(r.body), ""), id, "…")
		}
		if foreign.status != http.StatusNotFound || unknown.status != http.StatusNotFound ||
			told(foreign, order) != told(unknown, "00000000-0000-4000-8000-000000000000") {
			t.Errorf("%s %s:\n%d %s\n%d %s", o.method, o.path, foreign.status, foreign.body, unknown.status, unknown.body)
		}
	}
	p.place(token) // and nothing was touched
}

func TestOtherMethods(t *testing.T) {
	p := newProvider(t)
	if r := p.ask("PUT", "/payments/v1/sessions", lamp()); r.status != http.StatusMethodNotAllowed || r.header.Get("Allow") == "" {
		t.Errorf("%d %v", r.status, r.header)
	}
	if r := p.ask("GET", "/payments/v1/nothing", nil); r.status != http.StatusNotFound {
		t.Errorf("%d %s", r.status, r.body)
	}
	if r := p.ask("GET", "//ordermanagement/v1//orders/"+p.order()+"/", nil); r.status != http.StatusOK {
		t.Errorf("a clumsy path: %d %s", r.status, r.body)
	}
}
