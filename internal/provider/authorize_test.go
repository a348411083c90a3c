package provider_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestChallengeThenApproval(t *testing.T) {
	p := newProvider(t)
	id := p.open(lamp())
	challenged := verdict{Result: "challenged", CodeTo: "email"}
	for step, want := range []verdict{challenged, challenged} { // asking again changes nothing
		if diff := cmp.Diff(want, p.authorize(id, attempt("a", payer(), ""))); diff != "" {
			t.Fatalf("call %d (-want +got):\n%s", step, diff)
		}
	}
	approved := p.authorize(id, attempt("a", payer(), "123456"))
	if approved.Result != "approved" || approved.Token == "" {
		t.Fatalf("%+v", approved)
	}
	for _, otp := range []string{"", "123456", "999999", "x"} { // the attempt is over
		if diff := cmp.Diff(approved, p.authorize(id, attempt("a", payer(), otp))); diff != "" {
			t.Errorf("repeat with %q (-want +got):\n%s", otp, diff)
		}
	}
	if other := p.authorize(p.open(lamp()), attempt("a", payer(), "123456")); other.Result != "challenged" {
		t.Errorf("the key of another session counted, and the first call took a code: %+v", other)
	}
}

func TestWrongCodes(t *testing.T) {
	p := newProvider(t)
	id := p.open(lamp())
	p.authorize(id, attempt("a", payer(), ""))
	wrong := verdict{Result: "challenged", WrongCode: true, CodeTo: "email"}
	for _, otp := range []string{"12345", "1234567", "12345a", " 123456", "999999", "abc", "999999"} {
		if diff := cmp.Diff(wrong, p.authorize(id, attempt("a", payer(), otp))); diff != "" {
			t.Fatalf("%q (-want +got):\n%s", otp, diff)
		}
	}
	if diff := cmp.Diff(wrong, p.authorize(id, attempt("a", payer(), ""))); diff != "" {
		t.Errorf("the state in between (-want +got):\n%s", diff)
	}
	declined := verdict{Result: "declined", Reason: "wrong_code"}
	for _, otp := range []string{"999999", "123456"} {
		if diff := cmp.Diff(declined, p.authorize(id, attempt("a", payer(), otp))); diff != "" {
			t.Errorf("third wrong code, then %q (-want +got):\n%s", otp, diff)
		}
	}
	if v := p.authorize(id, attempt("b", payer(), "")); v.Result != "challenged" {
		t.Errorf("a new attempt after a decline: %+v", v)
	}
}

// An acquirer's word of where a code went reaches the page.
func TestWhereTheCodeWent(t *testing.T) {
	p := newProvider(t)
	if v := p.authorize(p.open(lamp()), attempt("a", with(payer(), tree{"phone": "+46701740615"}), "")); v.CodeTo != "phone" {
		t.Errorf("the code went to %q", v.CodeTo)
	}
}

// Every trigger of docs/spec/provider.md E.1 that decides here, with odd names and domains.
func TestTestData(t *testing.T) {
	p := newProvider(t)
	type outcome struct {
		Result, Reason string
		Withdrawn      bool
		Fraud          string
	}
	approved, pending := outcome{Result: "approved", Fraud: "ACCEPTED"}, outcome{Result: "approved", Fraud: "PENDING"}
	denied := outcome{Result: "declined", Reason: "denied"}
	cases := map[string]outcome{
		"customer@email.se": approved, "customer+se@klarna.com": approved, "youremail@email.com": approved,
		"customer+new_user@email.se": approved, "customer+require_signup@email.se": approved,
		"customer+disputed-return@email.se": approved, "denied@email.se": approved, "customer@denied.se": approved,
		"customer+denied@email.se": denied, "customer+se+denied@klarna.com": denied, "joe+DENIED@example.com": denied,
		"customer+denied+auth_otp_email@email.us": approved, "youremail+denied@email.com": denied,
		"customer+pend-accept-05@email.us": pending, "joe+pend-reject-60@example.com": pending,
		"joe+pend-accept-5@example.com":               approved,
		"joe+denied+pend-accept-05@example.com":       denied,
		"customer+reject_reason_under_age@email.us":   {Result: "declined", Reason: "under_age"},
		"customer+reject_reason_no_such@email.us":     {Result: "declined", Reason: "other"},
		"customer+reject_reason_high_risk+x@email.ca": {Result: "declined", Reason: "high_risk"},
	}
	for email, want := range cases {
		id := p.open(lamp())
		body := attempt("a", with(payer(), tree{"email": email}), "")
		if v := p.authorize(id, body); v.Result != "challenged" {
			t.Errorf("%s: first call %+v", email, v)
			continue
		}
		v := p.authorize(id, with(body, tree{"otp": "000000"}))
		got := outcome{Result: v.Result, Reason: v.Reason, Withdrawn: v.Withdrawn}
		if v.Result == "approved" {
			var order tree
			p.must(http.StatusOK, "GET", "/ordermanagement/v1/orders/"+p.place(v.Token), nil).into(t, &order)
			got.Fraud, _ = order["fraud_status"].(string)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", email, diff)
		}
	}
}

func TestRedIsWithdrawnAtOnce(t *testing.T) {
	p := newProvider(t)
	id := p.open(lamp())
	want := verdict{Result: "declined", Reason: "not_offered", Withdrawn: true}
	for range 2 {
		if diff := cmp.Diff(want, p.authorize(id, attempt("a", with(payer(), tree{"email": "joe+red@example.com"}), ""))); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestDeniedPhone(t *testing.T) {
	p := newProvider(t)
	for phone, want := range map[string]string{
		"+46701740615": "approved", "+46701740620": "declined", "070-174 06 20": "declined", "0046 70 174 06 20": "declined", "+4552555348": "approved",
	} {
		id := p.open(lamp())
		body := attempt("a", with(payer(), tree{"phone": phone}), "")
		p.authorize(id, body)
		if v := p.authorize(id, with(body, tree{"otp": "111111"})); v.Result != want {
			t.Errorf("%s: %+v, want %s", phone, v, want)
		}
	}
}

func TestIncorrectDetails(t *testing.T) {
	p := newProvider(t)
	id := p.open(lamp())
	for name, c := range map[string]struct {
		payer tree
		want  string
	}{
		"nothing": {tree{}, "email given_name family_name street_address postal_code city"},
		"all wrong": {tree{
			"email": "x", "phone": "call me", "given_name": "A", "family_name": "12", "date_of_birth": "10-07-1970",
			"street_address": strings.Repeat("x", 100), "postal_code": "1", "city": "a\nb", "country": "SWE",
		}, "email phone given_name family_name date_of_birth street_address city country"},
		"blanks are nothing":            {with(payer(), tree{"city": "  ", "given_name": "\t"}), "given_name city"},
		"not born yet":                  {with(payer(), tree{"date_of_birth": "2026-11-24"}), "date_of_birth"},
		"born today":                    {with(payer(), tree{"date_of_birth": "2026-11-23"}), "date_of_birth"},
		"born in another century":       {with(payer(), tree{"date_of_birth": "1899-12-31"}), "date_of_birth"},
		"nobody's name":                 {with(payer(), tree{"given_name": "A\u200b", "family_name": "Al\ufffd"}), "given_name family_name"},
		"another country's postal code": {with(payer(), tree{"country": "GB"}), "postal_code"},
	} {
		got := p.authorize(id, attempt("same key", c.payer, ""))
		if got.Result != "incorrect" || strings.Join(got.Fields, " ") != c.want {
			t.Errorf("%s: %+v, want %s", name, got, c.want)
		}
	}
	pasted := with(payer(), tree{
		"email": "\u202aalice@example.com\u202c", "phone": "\u2066tel:070/174–06 15\u2069", "given_name": "Al\u200bice", "family_name": "O´Bri\u00aden",
		"street_address": "Gatan\u20092", "postal_code": "SE-１１１ 48", "city": "Stock\u200bholm", "date_of_birth": "١٩٤١-٠٣-٢١",
	})
	if v := p.authorize(p.open(lamp()), attempt("pasted", pasted, "")); v.Result != "challenged" {
		t.Errorf("pasted: %+v", v)
	}
	good := with(payer(), tree{"postal_code": " 111 48 ", "country": "", "phone": "070-174 06 15", "date_of_birth": "1941-03-21"})
	if v := p.authorize(id, attempt("same key", good, "")); v.Result != "challenged" {
		t.Errorf("corrected under the same key: %+v", v)
	}
}

func TestAuthorizeRefusals(t *testing.T) {
	p := newProvider(t)
	id := p.open(lamp())
	path := "/playground/v1/payments/" + id + "/authorize"
	for name, c := range map[string]struct {
		body   any
		status int
		want   string
	}{
		"no key":              {attempt("", payer(), ""), 400, "BAD_VALUE: Bad value: key, must be 1 to 255 bytes"},
		"long key":            {attempt(strings.Repeat("k", 256), payer(), ""), 400, "BAD_VALUE: Bad value: key"},
		"category not here":   {with(attempt("a", payer(), ""), tree{"category": "direct_debit"}), 400, "BAD_VALUE: Bad value: category, must be one of pay_later, pay_over_time, pay_now"},
		"another amount":      {with(attempt("a", payer(), ""), tree{"amount": 1}), 409, "BAD_VALUE: Not matching fields: [order_amount]"},
		"another currency":    {with(attempt("a", payer(), ""), tree{"currency": "EUR", "amount": 2}), 409, "BAD_VALUE: Not matching fields: [order_amount, purchase_currency]"},
		"amount as an object": {with(attempt("a", payer(), ""), tree{"amount": tree{}}), 400, "BAD_VALUE: Bad value: amount"},
		"no JSON":             {"{", 400, "BAD_REQUEST"},
	} {
		if r := p.ask("POST", path, c.body); r.status != c.status || !strings.HasPrefix(r.error(t), c.want) {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
	// The merchant raises the amount between the challenge and the code.
	p.authorize(id, attempt("b", payer(), ""))
	cheaper := tree{"order_amount": 100, "order_tax_amount": 0, "order_lines": []any{tree{"name": "A", "quantity": 1, "unit_price": 100, "total_amount": 100}}}
	p.must(http.StatusNoContent, "POST", "/payments/v1/sessions/"+id, cheaper)
	if r := p.ask("POST", path, attempt("b", payer(), "123456")); r.status != http.StatusConflict {
		t.Errorf("an approval of an old amount: %d %s", r.status, r.body)
	}
}

// A newer authorization replaces the older one.
func TestOneLiveToken(t *testing.T) {
	p := newProvider(t)
	id := p.open(lamp())
	first, second := p.approve(id, payer()), p.approve(id, payer())
	if r := p.ask("POST", "/payments/v1/authorizations/"+first+"/order", lamp()); r.status != http.StatusNotFound || r.error(t) != "NOT_FOUND: Invalid authorization token" {
		t.Errorf("the replaced token: %d %s", r.status, r.body)
	}
	p.place(second)
}

func TestTokenEnds(t *testing.T) {
	p := newProvider(t)
	id := p.open(lamp())
	token := p.approve(id, payer())
	p.pass(time.Hour)
	for _, r := range []reply{
		p.ask("POST", "/payments/v1/authorizations/"+token+"/order", lamp()), p.ask("DELETE", "/payments/v1/authorizations/"+token, nil),
	} {
		if r.status != http.StatusNotFound || r.error(t) != "NOT_FOUND: Invalid authorization token" {
			t.Errorf("after an hour: %d %s", r.status, r.body)
		}
	}
	var session tree
	p.must(http.StatusOK, "GET", "/payments/v1/sessions/"+id, nil).into(t, &session)
	if session["authorization_token"] != nil {
		t.Error("a dead token is shown")
	}
	p.place(p.approve(id, payer()))
}

func TestCancelAuthorization(t *testing.T) {
	p := newProvider(t)
	id := p.open(lamp())
	token := p.approve(id, payer())
	p.must(http.StatusNoContent, "DELETE", "/payments/v1/authorizations/"+token, nil)
	for _, r := range []reply{
		p.ask("DELETE", "/payments/v1/authorizations/"+token, nil), p.ask("POST", "/payments/v1/authorizations/"+token+"/order", lamp()),
	} {
		if r.status != http.StatusNotFound || r.error(t) != "NOT_FOUND: Invalid authorization token" {
			t.Errorf("after the cancellation: %d %s", r.status, r.body)
		}
	}
	used := p.approve(id, payer())
	p.place(used)
	if r := p.ask("DELETE", "/payments/v1/authorizations/"+used, nil); r.status != http.StatusNotFound || r.error(t) != "NOT_FOUND: Authorization cannot be deleted" {
		t.Errorf("a used one: %d %s", r.status, r.body)
	}
}

// A code handed in many times at once, by an impatient payer and a retrying
// page, grants one authorization.
func TestParallelCodes(t *testing.T) {
	p := newProvider(t)
	id := p.open(lamp())
	p.authorize(id, attempt("a", payer(), ""))
	tokens := make([]string, 20)
	var wg sync.WaitGroup
	for i := range tokens {
		wg.Go(func() { tokens[i] = p.authorize(id, attempt("a", payer(), "123456")).Token })
	}
	wg.Wait()
	for _, token := range tokens {
		if token == "" || token != tokens[0] {
			t.Fatalf("tokens %v", tokens)
		}
	}
	p.place(tokens[0])
}

// A finished attempt keeps nothing of the payer; the authorization does.
func TestFinishedAttemptForgets(t *testing.T) {
	p := newProvider(t)
	id := p.open(lamp())
	const known = `SELECT count(*) FROM playground_attempts WHERE document LIKE '%Blasieholm%'`
	p.authorize(id, attempt("a", payer(), ""))
	if n := p.rows(known); n != 1 {
		t.Fatalf("%d running attempts know the payer; the code has to find the details again", n)
	}
	p.authorize(id, attempt("a", payer(), "123456"))
	if n := p.rows(known); n != 0 {
		t.Error("the payer's details outlive the attempt")
	}
}
