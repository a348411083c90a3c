package provider_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// page is a part of the list of orders.
func (p *testProvider) page(query string) (ids []string, next string) {
	p.t.Helper()
	var list tree
	p.must(http.StatusOK, "GET", "/openhpp/v1/orders?"+query, nil).into(p.t, &list)
	for _, one := range list["orders"].([]any) {
		ids = append(ids, one.(tree)["order_id"].(string))
	}
	next, _ = list["next"].(string)
	return ids, next
}

// A merchant's orders are listed from the newest on, each once, whoever the payers
// are; other merchants see none of them.
func TestOrdersAreListed(t *testing.T) {
	p := newProvider(t)
	var made []string
	for range 5 {
		made = append(made, p.order())
		p.pass(time.Second)
	}
	slices.Reverse(made)
	var walked []string
	for query := "limit=2"; ; {
		ids, next := p.page(query)
		if walked = append(walked, ids...); next == "" || len(ids) > 2 {
			break
		}
		query = "limit=2&cursor=" + next
	}
	if !slices.Equal(walked, made) {
		t.Errorf("walked %v, made %v", walked, made)
	}
	p.must(http.StatusCreated, "POST", "/ordermanagement/v1/orders/"+made[3]+"/captures", tree{"captured_amount": 100})
	p.must(http.StatusNoContent, "POST", "/ordermanagement/v1/orders/"+made[4]+"/cancel", nil)
	for query, want := range map[string][]string{
		"status=part_captured": {made[3]}, "status=PART_CAPTURED,cancelled": {made[3], made[4]}, "status=EXPIRED": nil, "fraud_status=rejected": nil,
		"reference=nobody": nil, "created_to=2026-11-23T09:48:18Z": {made[3], made[4]}, "created_from=2026-11-23T09:48:18Z&limit=1&status=AUTHORIZED": {made[0]},
	} {
		if got, _ := p.page(query); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	whole := p.must(http.StatusOK, "GET", "/openhpp/v1/orders", nil)
	for _, secret := range []string{"billing_address", "shipping_address", "customer", "Stockholm", "Alice", "email"} {
		if strings.Contains(string(whole.body), secret) {
			t.Errorf("tells %s: %s", secret, whole.body)
		}
	}
	if other := p.askAs("m2", "GET", "/openhpp/v1/orders", nil); other.status != http.StatusOK || string(other.body) != `{"orders":[]}` {
		t.Errorf("another merchant: %d %s", other.status, other.body)
	}
	if r := p.ask("GET", "/openhpp/v1/orders?stat=x&limit=1000", nil); r.status != http.StatusBadRequest || !strings.Contains(string(r.body), "did you mean status?") {
		t.Errorf("%d %s", r.status, r.body)
	}
	table := strings.Split(string(p.must(http.StatusOK, "GET", "/openhpp/v1/orders.csv", nil).body), "\r\n")
	if len(table) != 7 || !strings.HasPrefix(table[0], "\ufefforder_id,status,") || !strings.HasPrefix(table[1], made[0]+",AUTHORIZED,ACCEPTED,") {
		t.Errorf("%q", table)
	}
}

// A payment session that no page shows is ended, as if its time were over; ending it
// twice, or one that is not there, is no error.
func TestAPaymentSessionIsWithdrawn(t *testing.T) {
	p := newProvider(t)
	id := p.open(lamp())
	for _, ref := range []hpp.PaymentRef{{ID: id}, {ID: id}, {ID: "none"}} {
		if err := p.own.WithdrawPayment(t.Context(), "m1", ref); err != nil {
			t.Errorf("%s: %v", ref.ID, err)
		}
	}
	if r := p.ask("GET", "/payments/v1/sessions/"+id, nil); r.status != http.StatusNotFound {
		t.Errorf("it answers %d %s", r.status, r.body)
	}
}
