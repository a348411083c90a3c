package provider_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// coffee asks for a customer token.
func coffee(changes tree) tree {
	return with(tree{
		"purchase_country": "SE", "purchase_currency": "SEK", "locale": "sv-SE",
		"description": "Coffee every month", "intended_use": "subscription",
	}, changes)
}

// consent is an authorization of a session with an intent.
func (p *testProvider) consent(intent string, who tree) string {
	p.t.Helper()
	return p.approve(p.open(with(lamp(), tree{"intent": intent})), who)
}

// token runs a whole consent and answers the customer token.
func (p *testProvider) token(who tree) string {
	p.t.Helper()
	var made struct {
		ID string `json:"token_id"`
	}
	p.must(http.StatusOK, "POST", "/payments/v1/authorizations/"+p.consent("tokenize", who)+"/customer-token", coffee(nil)).into(p.t, &made)
	return made.ID
}

// monthly is an order on a token.
func monthly(changes tree) tree {
	return with(tree{
		"purchase_currency": "SEK", "order_amount": 10000, "order_tax_amount": 2000, "locale": "sv-SE", "auto_capture": true,
		"order_lines": []any{tree{"name": "Coffee", "quantity": 1, "unit_price": 10000, "tax_rate": 2500, "total_amount": 10000, "total_tax_amount": 2000}},
	}, changes)
}

func (p *testProvider) said(method, path string, body any, header ...string) string {
	p.t.Helper()
	r := p.ask(method, path, body, header...)
	if r.status < 300 {
		return fmt.Sprint(r.status)
	}
	return fmt.Sprint(r.status, " ", r.error(p.t))
}

func TestTokenize(t *testing.T) {
	p := newProvider(t)
	authorization := p.consent("tokenize", with(payer(), tree{"date_of_birth": "1941-03-21"}))
	path := "/payments/v1/authorizations/" + authorization + "/customer-token"
	first := p.must(http.StatusOK, "POST", path, coffee(nil))
	var got tree
	first.into(t, &got)
	if got["token_id"] == "" || got["billing_address"].(tree)["given_name"] != "Alice" {
		t.Errorf("%v", got)
	}
	if diff := cmp.Diff(tree{"date_of_birth": "1941-03-21"}, got["customer"]); diff != "" {
		t.Errorf("customer:\n%s", diff)
	}
	// The authorization is used up; the same again is told the same.
	if again := p.must(http.StatusOK, "POST", path, coffee(nil)); string(again.body) != string(first.body) {
		t.Errorf("a repeat answers %s", again.body)
	}
	const consumed = "403 INVALID_OPERATION: Authorization token already consumed"
	if got := p.said("POST", path, coffee(tree{"description": "Tea"})); got != consumed {
		t.Error(got)
	}
	if got := p.said("POST", "/payments/v1/authorizations/"+authorization+"/order", lamp()); got != consumed {
		t.Error(got)
	}
	if got := p.said("DELETE", "/payments/v1/authorizations/"+authorization, nil); got != "404 NOT_FOUND: Authorization cannot be deleted" {
		t.Error(got)
	}
}

func TestTokenizeErrors(t *testing.T) {
	p := newProvider(t)
	authorization := p.consent("buy_and_tokenize", payer())
	path := "/payments/v1/authorizations/" + authorization + "/customer-token"
	for name, c := range map[string]struct {
		body any
		want string
	}{
		"nothing":             {`{}`, "400 BAD_VALUE: Bad value: purchase_currency, purchase_country, locale, description, intended_use"},
		"another country":     {coffee(tree{"purchase_country": "NO"}), "400 BAD_VALUE: Bad value: purchase_country"},
		"another billing":     {coffee(tree{"billing_address": tree{"country": "NO"}}), "400 BAD_VALUE: Bad value: purchase_country"},
		"another currency":    {coffee(tree{"purchase_currency": "EUR"}), "400 BAD_VALUE: Bad value: purchase_currency"},
		"another use":         {coffee(tree{"intended_use": "ONCE"}), "400 BAD_VALUE: Bad value: intended_use"},
		"long description":    {coffee(tree{"description": strings.Repeat("x", 256)}), "400 BAD_VALUE: Bad value: description"},
		"description as list": {coffee(tree{"description": []any{}}), "400 BAD_VALUE: Bad value: description"},
	} {
		if got := p.said("POST", path, c.body); !begins(got, c.want) {
			t.Errorf("%s: %s", name, got)
		}
	}
	if got := p.said("POST", "/payments/v1/authorizations/"+p.consent("buy", payer())+"/customer-token", coffee(nil)); got != "403 INVALID_OPERATION: Not allowed to create customer token for intent buy" {
		t.Error(got)
	}
	if got := p.said("POST", "/payments/v1/authorizations/none/customer-token", coffee(nil)); got != "404 NOT_FOUND: Invalid authorization token" {
		t.Error(got)
	}
	if got := p.said("POST", "/payments/v1/authorizations/"+p.consent("tokenize", payer())+"/order", lamp()); got != "403 INVALID_OPERATION: Not allowed to create order for intent tokenize" {
		t.Error(got)
	}
	p.pass(time.Hour)
	if got := p.said("POST", path, coffee(nil)); got != "404 NOT_FOUND: Invalid authorization token" {
		t.Error(got)
	}
}

// With an intent for both, one authorization becomes one order and one token,
// in either order.
func TestBuyAndTokenize(t *testing.T) {
	for _, steps := range [][]string{{"order", "customer-token"}, {"customer-token", "order"}} {
		p := newProvider(t)
		base := "/payments/v1/authorizations/" + p.consent("buy_and_tokenize", payer()) + "/"
		for _, step := range append(steps, steps...) {
			body := coffee(nil)
			if step == "order" {
				body = lamp()
			}
			p.must(http.StatusOK, "POST", base+step, body)
		}
		if orders, tokens := p.rows(`SELECT count(*) FROM playground_orders`), p.rows(`SELECT count(*) FROM playground_tokens`); orders != 1 || tokens != 1 {
			t.Errorf("%v: %d orders, %d tokens", steps, orders, tokens)
		}
	}
}

// After the consent the browser goes on to the shop.
func TestTokenizeRedirect(t *testing.T) {
	p := newProvider(t)
	id := p.open(with(lamp(), tree{"intent": "tokenize", "merchant_urls": tree{"confirmation": "https://shop.test/done?s={session.id}"}}))
	var made tree
	p.must(http.StatusOK, "POST", "/payments/v1/authorizations/"+p.approve(id, payer())+"/customer-token", coffee(nil)).into(t, &made)
	to, _ := strings.CutPrefix(made["redirect_url"].(string), "https://pay.test")
	if r := p.askAs("", "GET", to, nil); r.status != http.StatusSeeOther || r.header.Get("Location") != "https://shop.test/done?s="+id {
		t.Errorf("%v leads to %d %v", made["redirect_url"], r.status, r.header)
	}
	// A session that became nothing yet leads nowhere.
	waiting := p.open(with(lamp(), tree{"merchant_urls": tree{"confirmation": "https://shop.test/done"}}))
	if r := p.askAs("", "GET", strings.ReplaceAll(to, id, waiting), nil); r.status != http.StatusNotFound {
		t.Errorf("%d %v", r.status, r.header)
	}
}

// The published answer demands redirect_url; a shop that named no place has
// its payers told that they are done.
func TestTokenizeWithoutConfirmation(t *testing.T) {
	p := newProvider(t)
	var made tree
	p.must(http.StatusOK, "POST", "/payments/v1/authorizations/"+p.consent("tokenize", payer())+"/customer-token", coffee(nil)).into(t, &made)
	to, ok := made["redirect_url"].(string)
	to, ours := strings.CutPrefix(to, "https://pay.test")
	if !ok || !ours {
		t.Fatalf("redirect_url %v", made["redirect_url"])
	}
	r := p.askAs("", "GET", to, nil)
	if r.status != http.StatusOK || !strings.HasPrefix(r.header.Get("Content-Type"), "text/plain") || r.header.Get("X-Content-Type-Options") != "nosniff" || len(r.body) == 0 {
		t.Errorf("%d %v %s", r.status, r.header, r.body)
	}
	if r := p.askAs("", "GET", to+"x", nil); r.status != http.StatusNotFound {
		t.Errorf("another proof: %d", r.status)
	}
}

// A token may be given for nothing.
func TestZeroAmountTokenize(t *testing.T) {
	p := newProvider(t)
	free := tree{"order_amount": 0, "order_tax_amount": 0, "order_lines": []any{tree{"name": "Trial", "quantity": 1, "unit_price": 0, "total_amount": 0}}, "intent": "tokenize"}
	id := p.open(with(lamp(), free))
	body := with(attempt("a", payer(), ""), tree{"amount": 0})
	p.authorize(id, body)
	v := p.authorize(id, with(body, tree{"otp": "123456"}))
	p.must(http.StatusOK, "POST", "/payments/v1/authorizations/"+v.Token+"/customer-token", coffee(nil))
}

func TestTokenLife(t *testing.T) {
	p := newProvider(t)
	id := p.token(payer())
	path := "/customer-token/v1/tokens/" + id
	status := func() (got tree) {
		p.must(http.StatusOK, "GET", path, nil).into(t, &got)
		return got
	}
	if diff := cmp.Diff(tree{"status": "active", "payment_method_type": "INVOICE"}, status()); diff != "" {
		t.Error(diff)
	}
	// The recorded answer: no redirect_url without a confirmation address.
	var placed tree
	p.must(http.StatusOK, "POST", path+"/order", monthly(nil)).into(t, &placed)
	want := tree{
		"order_id": placed["order_id"], "fraud_status": "ACCEPTED",
		"authorized_payment_method": tree{"type": "invoice", "number_of_days": 30.0, "number_of_installments": 1.0},
	}
	if diff := cmp.Diff(want, placed); diff != "" {
		t.Error(diff)
	}
	o := p.read(placed["order_id"].(string))
	if got := sprint(o["status"], o["captured_amount"], o["billing_address"].(tree)["given_name"], o["purchase_country"], o["locale"]); got != "CAPTURED 10000 Alice SE sv-SE" {
		t.Error(got)
	}
	for range 2 {
		if r := p.must(http.StatusAccepted, "PATCH", path+"/status", tree{"status": "CANCELLED"}); len(r.body) > 0 {
			t.Errorf("%s", r.body)
		}
	}
	if got := status()["status"]; got != "cancelled" {
		t.Error(got)
	}
	if got := p.said("POST", path+"/order", monthly(nil)); got != "403 TOKEN_CANCELED: The customer token is cancelled" {
		t.Error(got)
	}
}

func TestTokenOrder(t *testing.T) {
	p := newProvider(t)
	path := "/customer-token/v1/tokens/" + p.token(payer()) + "/order"
	urls := tree{"confirmation": "https://shop.test/done?o={order.id}", "push": "https://shop.test/push?o={order.id}"}
	var placed tree
	p.must(http.StatusOK, "POST", path, monthly(tree{"merchant_urls": urls})).into(t, &placed)
	to, ok := strings.CutPrefix(placed["redirect_url"].(string), "https://pay.test")
	if r := p.askAs("", "GET", to, nil); !ok || r.header.Get("Location") != "https://shop.test/done?o="+placed["order_id"].(string) {
		t.Errorf("%v leads to %v", placed["redirect_url"], r.header)
	}
	if n := p.rows(`SELECT count(*) FROM outbox WHERE kind = 'playground_push' AND subject = ?`, placed["order_id"]); n != 1 {
		t.Errorf("%d pushes", n)
	}
	line := func(changes tree) tree {
		return tree{"order_lines": []any{with(monthly(nil)["order_lines"].([]any)[0].(tree), changes)}}
	}
	for name, c := range map[string]struct {
		body any
		want string
	}{
		"nothing":        {`{}`, "purchase_currency, order_amount, order_tax_amount, order_lines"},
		"amount of none": {monthly(tree{"order_amount": 0}), "order_amount"},
		"no tax":         {monthly(tree{"order_tax_amount": nil}), "order_tax_amount"},
		"currency":       {monthly(tree{"purchase_currency": "EUR"}), "purchase_currency"},
		"dear line":      {monthly(line(tree{"unit_price": 100000001})), "order_lines[0].unit_price"},
		"long data":      {monthly(line(tree{"merchant_data": strings.Repeat("x", 256)})), "order_lines[0].merchant_data"},
		"line total":     {monthly(line(tree{"total_amount": 1, "total_tax_amount": 0})), "order_lines[0].total_amount"},
		"no lines":       {monthly(tree{"order_lines": []any{}}), "order_lines"},
	} {
		if got := p.said("POST", path, c.body); !begins(got, "400 BAD_VALUE: Bad value: "+c.want) {
			t.Errorf("%s: %s", name, got)
		}
	}
	for method, c := range map[string][2]string{
		"GET":   {"/customer-token/v1/tokens/none", "404 TOKEN_NOT_FOUND: The customer token cannot be found"},
		"POST":  {"/customer-token/v1/tokens//order", "405 HTTP_ERROR: "},
		"PATCH": {"/customer-token/v1/tokens/none/status", "404 TOKEN_NOT_FOUND: The customer token cannot be found"},
	} {
		if got := p.said(method, c[0], with(monthly(nil), tree{"status": "CANCELLED"})); got != c[1] {
			t.Errorf("%s %s: %s", method, c[0], got)
		}
	}
	if got := p.said("PATCH", strings.TrimSuffix(path, "order")+"status", tree{"status": "ACTIVE"}); !begins(got, "400 BAD_VALUE: Bad value: status") {
		t.Error(got)
	}
}

// The test data that troubles tokens.
func TestTokenTroubles(t *testing.T) {
	for tag, want := range map[string]string{
		"token_suspended": "403 TOKEN_SUSPENDED: The customer token is suspended",
		"token_failed":    "403 PAYMENT_METHOD_FAILED: The payment method could not be charged",
	} {
		p := newProvider(t)
		id := p.token(with(payer(), tree{"email": "joe+" + tag + "@example.com"}))
		if got := p.said("POST", "/customer-token/v1/tokens/"+id+"/order", monthly(nil)); got != want {
			t.Errorf("%s: %s", tag, got)
		}
	}
}

// However many charges with one key, there is one order.
func TestParallelCharges(t *testing.T) {
	p := newProvider(t)
	path := "/customer-token/v1/tokens/" + p.token(payer()) + "/order"
	answers := make([]string, 20)
	var wg sync.WaitGroup
	for i := range answers {
		wg.Go(func() { answers[i] = string(p.ask("POST", path, monthly(nil), keyName, "may").body) })
	}
	wg.Wait()
	for _, answer := range answers {
		if answer != answers[0] {
			t.Errorf("%s\n%s", answer, answers[0])
		}
	}
	if n := p.rows(`SELECT count(*) FROM playground_orders`); n != 1 {
		t.Errorf("%d orders", n)
	}
}

// A step-up makes good a charge that failed: a session like any other, which
// says what it is for.
func TestStepUp(t *testing.T) {
	p := newProvider(t)
	id := p.open(with(lamp(), tree{"step_up_id": "step-1", "customer": tree{"customer_token": p.token(payer())}}))
	var read tree
	p.must(http.StatusOK, "GET", "/payments/v1/sessions/"+id, nil).into(t, &read)
	if read["step_up_id"] != "step-1" {
		t.Errorf("%v", read)
	}
	p.place(p.approve(id, payer()))
}

// The shop's server is told of an authorization and of an order
// (docs/spec/provider.md A.7, A.8).
func TestPaymentNotices(t *testing.T) {
	p := newProvider(t)
	id := p.open(with(lamp(), tree{"merchant_urls": tree{
		"authorization": "https://shop.test/auth?s={session.id}", "push": "https://shop.test/push?s={session.id}&o={order.id}",
	}}))
	authorization := p.approve(id, payer())
	order := p.place(authorization)
	for kind, want := range map[string]string{
		"playground_authorization": "https://shop.test/auth?s=" + id + ` {"authorization_token":"` + authorization + `","session_id":"` + id + `"}`,
		"playground_push":          "https://shop.test/push?s=" + id + "&o=" + order + " ",
	} {
		if got := p.waiting(kind); got != want {
			t.Errorf("%s: %s\nwant %s", kind, got, want)
		}
	}
}

// waiting is address and body of the one call of a kind that waits, "" without
// one.
func (p *testProvider) waiting(kind string) string {
	p.t.Helper()
	db, err := sql.Open("sqlite", "file:"+p.path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(p.t.Context(), `SELECT payload FROM outbox WHERE kind = ?`, kind)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var calls []string
	for rows.Next() {
		var payload []byte
		var call struct {
			URL  string `json:"url"`
			Body []byte `json:"body"`
		}
		if err := rows.Scan(&payload); err != nil {
			p.t.Fatal(err)
		}
		if err := json.Unmarshal(payload, &call); err != nil {
			p.t.Fatal(err)
		}
		calls = append(calls, call.URL+" "+string(call.Body))
	}
	if err := rows.Err(); err != nil {
		p.t.Fatal(err)
	}
	return strings.Join(calls, "\n")
}
