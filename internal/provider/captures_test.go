package provider_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func sprint(values ...any) string {
	var words []string
	for _, v := range values {
		if v != nil {
			words = append(words, fmt.Sprint(v))
		}
	}
	return strings.Join(words, " ")
}

// amounts are an order's sums and status in one line.
func (p *testProvider) amounts(order string) string {
	p.t.Helper()
	var o tree
	p.must(http.StatusOK, "GET", "/ordermanagement/v1/orders/"+order, nil).into(p.t, &o)
	return sprint(o["status"], o["order_amount"], o["captured_amount"], o["remaining_authorized_amount"], len(o["captures"].([]any)))
}

func TestCaptures(t *testing.T) {
	p := newProvider(t)
	order := p.order()
	path := "/ordermanagement/v1/orders/" + order + "/captures"
	p.pass(1058 * time.Millisecond)
	r := p.must(http.StatusCreated, "POST", path, tree{
		"captured_amount": 3750, "description": "Sent", "reference": "R-1",
		"order_lines":   []any{tree{"name": "Post", "quantity": 1, "unit_price": 3750, "total_amount": 3750}},
		"shipping_info": []any{tree{"shipping_company": "Posten SE", "tracking_number": "1"}},
	})
	id := r.header.Get("Capture-Id")
	if len(r.body) > 0 || id == "" || r.header.Get("Location") != "https://api.test"+path+"/"+id {
		t.Errorf("%v with body %q", r.header, r.body)
	}
	if got := p.amounts(order); got != "PART_CAPTURED 23750 3750 20000 1" {
		t.Error(got)
	}
	var one, orderBody tree
	var list []tree
	p.must(http.StatusOK, "GET", path+"/"+id, nil).into(t, &one)
	p.must(http.StatusOK, "GET", path, nil).into(t, &list)
	p.must(http.StatusOK, "GET", strings.TrimSuffix(path, "/captures"), nil).into(t, &orderBody)
	want := tree{
		"capture_id": id, "klarna_reference": orderBody["klarna_reference"].(string) + "-1", "captured_amount": 3750.0,
		"captured_at": "2026-11-23T09:48:17.738Z", "description": "Sent", "reference": "R-1", "refunded_amount": 0.0,
		"order_lines": []any{tree{
			"type": "physical", "reference": "", "name": "Post", "quantity": 1.0, "quantity_unit": "", "unit_price": 3750.0,
			"total_amount": 3750.0, "total_discount_amount": 0.0, "tax_rate": 0.0, "total_tax_amount": 0.0,
		}},
		"shipping_info":   []any{tree{"shipping_company": "Posten SE", "tracking_number": "1"}},
		"billing_address": orderBody["billing_address"], "shipping_address": orderBody["shipping_address"],
	}
	if diff := cmp.Diff(want, one); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]tree{want}, list); diff != "" {
		t.Errorf("list (-want +got):\n%s", diff)
	}
	if r := p.ask("POST", path, tree{"captured_amount": 20001}); r.status != http.StatusForbidden ||
		!begins(r.error(t), "CAPTURE_NOT_ALLOWED: Captured amount is higher than the remaining authorized amount. Capture not possible.") {
		t.Errorf("too much: %d %s", r.status, r.body)
	}
	p.must(http.StatusCreated, "POST", path, tree{"captured_amount": 20000})
	if got := p.amounts(order); got != "CAPTURED 23750 23750 0 2" {
		t.Error(got)
	}
	if r := p.ask("POST", path, tree{"captured_amount": 1}); r.status != http.StatusForbidden {
		t.Errorf("more than everything: %d %s", r.status, r.body)
	}
}

func TestCaptureErrors(t *testing.T) {
	p := newProvider(t)
	order := p.order()
	path := "/ordermanagement/v1/orders/" + order + "/captures"
	for body, want := range map[string]string{
		`{}`:                     "422 UNPROCESSABLE_ENTITY: 'captured_amount' must not be null",
		`{"captured_amount":0}`:  "422 UNPROCESSABLE_ENTITY: The captured_amount value must be an integer between 1 and 200000000",
		`{"captured_amount":-1}`: "422 UNPROCESSABLE_ENTITY: The captured_amount value must be an integer between 0 and 200000000",
		`{"captured_amount":1,"shipping_info":[{"shipping_company":"` + strings.Repeat("x", 101) + `"}]}`: "422 UNPROCESSABLE_ENTITY: The size of the shipping_info/shipping_company value must be between 0 and 100",
		`[]`: "400 BAD_REQUEST: The body must be a JSON object",
	} {
		r := p.ask("POST", path, body)
		if got := fmt.Sprint(r.status, " ", r.error(t)); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s", body, got)
		}
	}
	if r := p.ask("GET", path+"/none", nil); r.status != http.StatusNotFound || r.error(t) != "NO_SUCH_CAPTURE: Capture could not be found." {
		t.Errorf("unknown capture: %d %s", r.status, r.body)
	}
	for _, r := range []reply{
		p.ask("GET", "/ordermanagement/v1/orders/019ac1b2-0000-7000-8000-000000000000", nil), p.ask("GET", "/ordermanagement/v1/orders/019ac1b2-0000-7000-8000-000000000000/captures", nil),
		p.ask("GET", "/ordermanagement/v1/orders/019ac1b2-0000-7000-8000-000000000000/captures/none", nil), p.ask("POST", "/ordermanagement/v1/orders/019ac1b2-0000-7000-8000-000000000000/captures", tree{"captured_amount": 1}),
	} {
		if r.status != http.StatusNotFound || r.error(t) != "NO_SUCH_ORDER: Order 019ac1b2-0000-7000-8000-000000000000 cannot be found" {
			t.Errorf("unknown order: %d %s", r.status, r.body)
		}
	}
}

// An order ends at midnight after 28 days, seen by whoever looks.
func TestOrderEnds(t *testing.T) {
	p := newProvider(t)
	untouched, part := p.order(), p.order()
	p.must(http.StatusCreated, "POST", "/ordermanagement/v1/orders/"+part+"/captures", tree{"captured_amount": 1})
	end := time.Date(2026, 12, 21, 0, 0, 0, 0, time.UTC)
	p.pass(end.Sub(p.now()) - time.Millisecond)
	if got := p.amounts(untouched); got != "AUTHORIZED 23750 0 23750 0" {
		t.Error(got)
	}
	p.must(http.StatusCreated, "POST", "/ordermanagement/v1/orders/"+part+"/captures", tree{"captured_amount": 1})
	p.pass(time.Millisecond)
	if got := p.amounts(untouched); got != "EXPIRED 23750 0 23750 0" {
		t.Error(got)
	}
	if got := p.amounts(part); got != "PART_CAPTURED 23750 2 23748 2" {
		t.Error(got)
	}
	for _, order := range []string{untouched, part} {
		r := p.ask("POST", "/ordermanagement/v1/orders/"+order+"/captures", tree{"captured_amount": 1})
		if r.status != http.StatusForbidden || r.error(t) != "CAPTURE_NOT_ALLOWED: Order "+order+" is expired. Capture not possible." {
			t.Errorf("%d %s", r.status, r.body)
		}
	}
}

func TestAutoCapture(t *testing.T) {
	p := newProvider(t)
	for email, want := range map[string]string{
		"customer@email.se": "CAPTURED 23750 23750 0 1", "joe+pend-accept-01@example.com": "AUTHORIZED 23750 0 23750 0",
	} {
		token := p.approve(p.open(lamp()), with(payer(), tree{"email": email}))
		var placed tree
		p.must(http.StatusOK, "POST", "/payments/v1/authorizations/"+token+"/order", with(lamp(), tree{"auto_capture": true})).into(t, &placed)
		if got := p.amounts(placed["order_id"].(string)); got != want {
			t.Errorf("%s: %s, want %s", email, got, want)
		}
	}
}

// Fifty captures at once of an order that bears thirty.
func TestParallelCaptures(t *testing.T) {
	p := newProvider(t)
	order := p.order()
	const each = 23750 / 30
	var made, refused atomic.Int64
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			switch r := p.ask("POST", "/ordermanagement/v1/orders/"+order+"/captures", tree{"captured_amount": each}); r.status {
			case http.StatusCreated:
				made.Add(1)
			case http.StatusForbidden:
				refused.Add(1)
			default:
				t.Errorf("%d %s", r.status, r.body)
			}
		})
	}
	wg.Wait()
	if made.Load() != 30 || refused.Load() != 20 {
		t.Errorf("%d made, %d refused", made.Load(), refused.Load())
	}
	if got, want := p.amounts(order), sprint("PART_CAPTURED", 23750, 30*each, 23750-30*each, 30); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
