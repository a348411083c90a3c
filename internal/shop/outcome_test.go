package shop_test

import (
	"net/http"
	"testing"

	"github.com/openhpp/openhpp/client"
)

const (
	goOn    = "Go on with the payment"
	place   = "Place the order"
	capture = "Send the lamp"
	thanks  = "Thank you, the lamp is yours"
	refresh = `http-equiv="refresh"`
)

func TestWhatThePayerReadsOnTheirReturn(t *testing.T) {
	placed := client.Order{OrderID: "o1", Status: "AUTHORIZED", FraudStatus: "ACCEPTED", Amount: 117300, Remaining: 117300}
	captured := client.Order{OrderID: "o1", Status: "CAPTURED", FraudStatus: "ACCEPTED", Amount: 117300, Captured: 117300}
	pending := client.Order{OrderID: "o1", Status: "AUTHORIZED", FraudStatus: "PENDING", Amount: 117300, Remaining: 117300}
	tests := map[string]struct {
		session client.Session
		order   client.Order
		has     []string
		lacks   []string
	}{
		"not opened":  {client.Session{Status: client.Waiting}, client.Order{}, []string{"under way", goOn, refresh}, []string{thanks, place, capture}},
		"in progress": {client.Session{Status: client.InProgress}, client.Order{}, []string{"under way", goOn}, []string{thanks, place, capture}},
		"declined":    {client.Session{Status: client.Failed}, client.Order{}, []string{"declined", "No money was taken", goOn}, []string{thanks}},
		"came back":   {client.Session{Status: client.Back}, client.Order{}, []string{"came back", goOn}, []string{thanks}},
		"broken":      {client.Session{Status: client.Errored}, client.Order{}, []string{"Something broke", goOn}, []string{thanks}},
		"cancelled":   {client.Session{Status: client.Cancelled}, client.Order{}, []string{"is cancelled"}, []string{goOn, thanks}},
		"disabled":    {client.Session{Status: client.Disabled}, client.Order{}, []string{"closed this payment"}, []string{goOn, thanks}},
		"authorized": {
			client.Session{Status: client.Completed, AuthorizationToken: "a1"}, client.Order{},
			[]string{"shop’s turn", place, "a1"}, []string{thanks, goOn, capture},
		},
		"placed": {client.Session{Status: client.Completed, OrderID: "o1"}, placed, []string{thanks, capture, "o1"}, []string{goOn, place}},
		"captured": {
			client.Session{Status: client.Completed, OrderID: "o1"}, captured,
			[]string{thanks, "placed and paid", "1\u00a0173,00\u00a0kr of "}, []string{goOn, place, capture},
		},
		"pending": {client.Session{Status: client.Completed, OrderID: "o1"}, pending, []string{"one check to go"}, []string{thanks, goOn, capture}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v := newVisit(t)
			v.buy(client.ModePlaceOrder)
			v.api.becomes(test.session, test.order)
			// Whatever the address says, the server's word counts.
			for _, outcome := range []string{"success", "failure", "back", "cancel", "error"} {
				got := v.get("/return/" + outcome + "?purchase=" + v.token + "&order_id=forged&authorization_token=forged")
				if got.Status != http.StatusOK {
					t.Errorf("%s: status %d", outcome, got.Status)
				}
				got.has(t, test.has...)
				got.lacks(t, append(test.lacks, "forged")...)
			}
		})
	}
}

func TestUnknownOutcome(t *testing.T) {
	v := newVisit(t)
	v.buy(client.ModeNone)
	if got := v.get("/return/triumph?purchase=" + v.token); got.Status != http.StatusNotFound {
		t.Errorf("status %d", got.Status)
	}
}

func TestAnExpiredSession(t *testing.T) {
	v := newVisit(t)
	v.buy(client.ModeNone)
	v.api.refuses("GET /hpp/v1/sessions/", http.StatusNotFound)
	got := v.get("/return/success?purchase=" + v.token)
	got.has(t, "has expired")
	got.lacks(t, goOn, refresh)
}

func TestASessionThatCannotBeRead(t *testing.T) {
	v := newVisit(t)
	v.buy(client.ModeNone)
	v.api.refuses("GET /hpp/v1/sessions/", http.StatusServiceUnavailable)
	got := v.get("/return/success?purchase=" + v.token)
	if got.Status != http.StatusBadGateway {
		t.Errorf("status %d", got.Status)
	}
	got.has(t, "does not answer", refresh)
	got.lacks(t, goOn, thanks)
}

func TestAnOrderThatCannotBeRead(t *testing.T) {
	v := newVisit(t)
	v.buy(client.ModePlaceOrder)
	v.api.becomes(client.Session{Status: client.Completed, OrderID: "o1"}, client.Order{})
	v.api.refuses("GET /ordermanagement/", http.StatusServiceUnavailable)
	got := v.get("/return/success?purchase=" + v.token)
	got.has(t, thanks, "o1")
	got.lacks(t, capture, "Order status")
}

func TestTheShopPlacesTheOrderItself(t *testing.T) {
	v := newVisit(t)
	v.buy(client.ModeNone)
	v.api.becomes(client.Session{Status: client.Completed, AuthorizationToken: "a1"}, client.Order{OrderID: "o1", Status: "AUTHORIZED", Remaining: 117300})
	for range 2 {
		got := v.post("/purchases/"+v.token+"/order", "")
		if got.Status != http.StatusSeeOther || got.Header.Get("Location") != "/return/success?purchase="+v.token {
			t.Fatalf("got %d %s", got.Status, got.Body)
		}
	}
	orders := v.api.got("POST /payments/v1/authorizations/a1/order")
	if len(orders) != 2 || orders[0].Key != "order-"+v.token || orders[1].Key != orders[0].Key {
		t.Errorf("orders placed: %+v, want the same key twice", orders)
	}
	if orders[0].Body["order_amount"] != v.api.got("POST /payments/v1/sessions")[0].Body["order_amount"] {
		t.Errorf("the order is not the purchase: %v", orders[0].Body)
	}
	got := v.get("/return/success?purchase=" + v.token)
	got.has(t, thanks, capture)
	got.lacks(t, place)
}

func TestNothingIsPlacedWithoutAnAuthorization(t *testing.T) {
	v := newVisit(t)
	v.buy(client.ModeNone)
	if got := v.post("/purchases/"+v.token+"/order", "authorization_token=forged"); got.Status != http.StatusConflict {
		t.Errorf("status %d", got.Status)
	}
	if got := v.post("/purchases/unknown/order", ""); got.Status != http.StatusNotFound {
		t.Errorf("an unknown purchase answered %d", got.Status)
	}
	v.api.becomes(client.Session{Status: client.Completed, AuthorizationToken: "a1"}, client.Order{})
	v.api.refuses("POST /payments/v1/authorizations/", http.StatusConflict)
	got := v.post("/purchases/"+v.token+"/order", "")
	if got.Status != http.StatusBadGateway {
		t.Errorf("status %d", got.Status)
	}
	got.has(t, "could not be placed", "NO_LUCK")
	v.api.refuses("GET /hpp/v1/sessions/", http.StatusServiceUnavailable)
	v.post("/purchases/"+v.token+"/order", "").has(t, "could not be placed")
}

func TestCapturing(t *testing.T) {
	v := newVisit(t)
	v.buy(client.ModePlaceOrder)
	if got := v.post("/purchases/"+v.token+"/capture", ""); got.Status != http.StatusConflict {
		t.Errorf("without an order: %d", got.Status)
	}
	if got := v.post("/purchases/unknown/capture", ""); got.Status != http.StatusNotFound {
		t.Errorf("an unknown purchase answered %d", got.Status)
	}
	v.api.becomes(client.Session{Status: client.Completed, OrderID: "o1"}, client.Order{OrderID: "o1", Remaining: 117300})
	if got := v.post("/purchases/"+v.token+"/capture", ""); got.Status != http.StatusSeeOther {
		t.Errorf("status %d %s", got.Status, got.Body)
	}
	captures := v.api.got("POST /ordermanagement/v1/orders/o1/captures")
	if len(captures) != 1 || captures[0].Key != "capture-"+v.token || captures[0].Body["captured_amount"] != 117300.0 {
		t.Errorf("captures %+v", captures)
	}
	v.api.refuses("POST /ordermanagement/", http.StatusForbidden)
	v.post("/purchases/"+v.token+"/capture", "").has(t, "could not be captured", "NO_LUCK")
}
