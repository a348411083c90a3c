package provider_test

import (
	"database/sql"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// rows counts what a query finds in the provider's file.
func (p *testProvider) rows(query string, args ...any) (n int) {
	p.t.Helper()
	db, err := sql.Open("sqlite", "file:"+p.path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.QueryRowContext(p.t.Context(), query, args...).Scan(&n); err != nil {
		p.t.Fatal(err)
	}
	return n
}

func TestPlaceOrder(t *testing.T) {
	p := newProvider(t)
	id := p.open(lamp())
	path := "/payments/v1/authorizations/" + p.approve(id, payer()) + "/order"
	first := p.must(http.StatusOK, "POST", path, lamp())
	var got tree
	first.into(t, &got)
	order, _ := got["order_id"].(string)
	want := tree{
		"order_id": order, "fraud_status": "ACCEPTED",
		"authorized_payment_method": tree{"type": "invoice", "number_of_days": 30.0, "number_of_installments": 1.0},
	}
	if diff := cmp.Diff(want, got); diff != "" || order == "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	notice := `SELECT count(*) FROM outbox WHERE subject = ? AND kind = 'payment_session' AND json_extract(payload, '$.id') = subject`
	if n := p.rows(notice, id); n != 1 {
		t.Errorf("%d notices", n)
	}

	// The same again, members in another order and a number written otherwise.
	again := p.must(http.StatusOK, "POST", path, with(lamp(), tree{"order_amount": 23750.0}))
	if string(again.body) != string(first.body) {
		t.Errorf("a repeat answers %s, first %s", again.body, first.body)
	}
	p.pass(72 * time.Hour) // even when session and token are long over
	if late := p.must(http.StatusOK, "POST", path, lamp()); string(late.body) != string(first.body) {
		t.Errorf("a late repeat answers %s", late.body)
	}
	r := p.ask("POST", path, with(lamp(), tree{"merchant_reference1": "1"}))
	if r.status != http.StatusConflict || r.error(t) != "BAD_VALUE: The order has been already completed with different request body" {
		t.Errorf("another body: %d %s", r.status, r.body)
	}
	if n := p.rows(`SELECT count(*) FROM playground_orders`); n != 1 {
		t.Errorf("%d orders", n)
	}
}

func TestNotMatching(t *testing.T) {
	p := newProvider(t)
	token := p.approve(p.open(with(lamp(), tree{"billing_address": tree{"postal_code": "11148"}})), payer())
	line := tree{"name": "Lamp", "quantity": 1, "unit_price": 23750, "total_amount": 23750, "tax_rate": 2500, "total_tax_amount": 4750}
	for name, c := range map[string]struct {
		body tree
		want string
	}{
		"postal code": {with(lamp(), tree{"billing_address": tree{"postal_code": "11149"}}), "[billing_address.postal_code]"},
		"lines":       {with(lamp(), tree{"order_lines": []any{line}}), "[Incorrect number of items in the cart. Expected: 3, Actual: 1]"},
		"amount and lines": {tree{"purchase_country": "SE", "purchase_currency": "SEK", "order_amount": 100, "order_lines": []any{with(line, tree{"unit_price": 100, "total_amount": 100, "total_tax_amount": 20})}},
			"[order_amount, order_tax_amount, Incorrect number of items in the cart. Expected: 3, Actual: 1]"},
	} {
		r := p.ask("POST", "/payments/v1/authorizations/"+token+"/order", c.body)
		if r.status != http.StatusConflict || !begins(r.error(t), "BAD_VALUE: Not matching fields: "+c.want) {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
	// A refused order uses nothing up, and what was never given may come now.
	p.must(http.StatusOK, "POST", "/payments/v1/authorizations/"+token+"/order", with(lamp(), tree{
		"billing_address": tree{"postal_code": "111 48", "title": "Ms", "phone": "+46701740615"}, "shipping_address": tree{"city": "Umeå"},
	}))
}

// An order is held against what the payer agreed to, not what the merchant
// has made of the session since.
func TestOrderIsWhatThePayerSaw(t *testing.T) {
	p := newProvider(t)
	id := p.open(lamp())
	token := p.approve(id, payer())
	dearer := tree{"order_amount": 90000, "order_tax_amount": 0, "order_lines": []any{tree{"name": "Lamp", "quantity": 1, "unit_price": 90000, "total_amount": 90000}}}
	p.must(http.StatusNoContent, "POST", "/payments/v1/sessions/"+id, dearer)
	if r := p.ask("POST", "/payments/v1/authorizations/"+token+"/order", with(lamp(), dearer)); r.status != http.StatusConflict {
		t.Errorf("more than was agreed: %d %s", r.status, r.body)
	}
	p.place(token)
}

func TestParallelOrders(t *testing.T) {
	p := newProvider(t)
	path := "/payments/v1/authorizations/" + p.approve(p.open(lamp()), payer()) + "/order"
	answers := make([]reply, 50)
	var wg sync.WaitGroup
	for i := range answers {
		wg.Go(func() { answers[i] = p.ask("POST", path, lamp()) })
	}
	wg.Wait()
	for _, r := range answers {
		if r.status != http.StatusOK || string(r.body) != string(answers[0].body) {
			t.Fatalf("%d %s, want the first answer %s", r.status, r.body, answers[0].body)
		}
	}
	if orders, notices := p.rows(`SELECT count(*) FROM playground_orders`), p.rows(`SELECT count(*) FROM outbox`); orders != 1 || notices != 1 {
		t.Errorf("%d orders, %d notices", orders, notices)
	}
}

func TestReadOrder(t *testing.T) {
	p := newProvider(t)
	var got tree
	body := with(lamp(), tree{"locale": "sv-se", "merchant_reference1": "10042"})
	token := p.approve(p.open(body), payer())
	var placed tree
	p.must(http.StatusOK, "POST", "/payments/v1/authorizations/"+token+"/order", body).into(t, &placed)
	p.must(http.StatusOK, "GET", "/ordermanagement/v1/orders/"+placed["order_id"].(string), nil).into(t, &got)
	reference, _ := got["klarna_reference"].(string)
	if !regexp.MustCompile(`^[A-Z0-9]{8}$`).MatchString(reference) {
		t.Errorf("klarna_reference %q", reference)
	}
	address := tree{
		"given_name": "Alice", "family_name": "Test", "title": "", "street_address": "Södra Blasieholmshamnen 2", "street_address2": "",
		"postal_code": "11148", "city": "Stockholm", "region": "", "country": "SE", "email": "customer@email.se", "phone": "",
	}
	line := func(kind, reference, name string, quantity, price, discount, total, tax float64) any {
		return tree{
			"type": kind, "reference": reference, "name": name, "quantity": quantity, "quantity_unit": "", "unit_price": price,
			"total_discount_amount": discount, "total_amount": total, "tax_rate": 2500.0, "total_tax_amount": tax,
		}
	}
	want := tree{
		"order_id": placed["order_id"], "status": "AUTHORIZED", "fraud_status": "ACCEPTED",
		"order_amount": 23750.0, "original_order_amount": 23750.0, "captured_amount": 0.0, "refunded_amount": 0.0, "remaining_authorized_amount": 23750.0,
		"purchase_currency": "SEK", "purchase_country": "SE", "locale": "sv-SE", "klarna_reference": reference, "merchant_reference1": "10042",
		"order_lines": []any{
			line("physical", "L-1", "Lamp", 2, 12500, 2500, 22500, 4500),
			line("shipping_fee", "", "Post", 1, 2500, 0, 2500, 500), line("discount", "", "Club", 1, -1250, 0, -1250, -250),
		},
		"customer": tree{"type": "person"}, "billing_address": address, "shipping_address": address,
		"created_at": "2026-11-23T09:48:16.680Z", "expires_at": "2026-12-21T00:00:00.000Z", "captures": []any{}, "refunds": []any{},
		"initial_payment_method": tree{"type": "INVOICE", "description": "Betala senare"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestOrderMethods(t *testing.T) {
	p := newProvider(t)
	for category, want := range map[string]string{"pay_now": "card 0 1 CARD", "pay_over_time": "fixed_amount 0 3 FIXED_AMOUNT 3"} {
		id := p.open(lamp())
		body := with(attempt("a", payer(), ""), tree{"category": category})
		p.authorize(id, body)
		token := p.authorize(id, with(body, tree{"otp": "123456"})).Token
		var placed, order tree
		p.must(http.StatusOK, "POST", "/payments/v1/authorizations/"+token+"/order", lamp()).into(t, &placed)
		p.must(http.StatusOK, "GET", "/ordermanagement/v1/orders/"+placed["order_id"].(string), nil).into(t, &order)
		method, initial := placed["authorized_payment_method"].(tree), order["initial_payment_method"].(tree)
		got := strings.TrimSpace(sprint(method["type"], method["number_of_days"], method["number_of_installments"], initial["type"], initial["number_of_installments"]))
		if got != want {
			t.Errorf("%s: %s, want %s", category, got, want)
		}
	}
}

// The browser's way back to the merchant, which only the answer to the order
// call opens.
func TestRedirect(t *testing.T) {
	p := newProvider(t)
	body := with(lamp(), tree{"merchant_urls": tree{"confirmation": "https://shop.test/done?s={session.id}&o={order.id}"}})
	id := p.open(body)
	var placed tree
	p.must(http.StatusOK, "POST", "/payments/v1/authorizations/"+p.approve(id, payer())+"/order", body).into(t, &placed)
	path, ok := strings.CutPrefix(placed["redirect_url"].(string), "https://pay.test")
	if !ok || !strings.HasPrefix(path, "/payments/v1/sessions/"+id+"/redirect") {
		t.Fatalf("redirect_url %v", placed["redirect_url"])
	}
	r := p.askAs("", "GET", path, nil)
	want := "https://shop.test/done?s=" + id + "&o=" + placed["order_id"].(string)
	if r.status != http.StatusSeeOther || r.header.Get("Location") != want || r.header.Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("%d %v, want %s", r.status, r.header, want)
	}
	for _, path := range []string{path + "x", "/payments/v1/sessions/" + id + "/redirect", "/payments/v1/sessions/unknown/redirect?key=x"} {
		if r := p.askAs("", "GET", path, nil); r.status != http.StatusNotFound || r.error(t) != "NOT_FOUND: Invalid session id" {
			t.Errorf("%s: %d %s", path, r.status, r.body)
		}
	}
}

// When a review ends is kept, and by which name the acquirer is asked then.
func TestPendingOrder(t *testing.T) {
	p := newProvider(t)
	id := p.open(lamp())
	token := p.approve(id, with(payer(), tree{"email": "joe+pend-reject-07@example.com"}))
	order := p.place(token)
	due := epoch.Add(7 * time.Minute).UnixMilli()
	if n := p.rows(`SELECT count(*) FROM playground_orders WHERE order_id = ? AND decision_due = ?
		AND fraud_status = 'PENDING' AND json_extract(document, '$.acquirer_reference') <> '' AND json_extract(document, '$.decision.verdict') IS NULL`, order, due); n != 1 {
		t.Error("the decision is not kept")
	}
	if r := p.ask("POST", "/ordermanagement/v1/orders/"+order+"/captures", tree{"captured_amount": 1}); r.status != http.StatusForbidden || !begins(r.error(t), "CAPTURE_NOT_ALLOWED: Capture not allowed") {
		t.Errorf("capture while pending: %d %s", r.status, r.body)
	}
}
