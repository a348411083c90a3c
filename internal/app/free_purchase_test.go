package app

import (
	"net/http"
	"strings"
	"testing"
)

// A purchase of nothing, such as a free trial, that is to be captured ends
// captured, and the page says so.
func TestAPurchaseOfNothingIsCaptured(t *testing.T) {
	s := openTenant(t)
	var payment struct {
		ID string `json:"session_id"`
	}
	s.call(http.MethodPost, "/payments/v1/sessions", `{"purchase_country":"SE","purchase_currency":"SEK","locale":"en-SE","order_amount":0,"order_tax_amount":0,
		"order_lines":[{"name":"Trial","quantity":1,"unit_price":0,"tax_rate":0,"total_amount":0,"total_tax_amount":0}]}`, &payment)
	var made links
	s.call(http.MethodPost, "/hpp/v1/sessions", `{"payment_session_url":"`+s.url+"/payments/v1/sessions/"+payment.ID+`","options":{"place_order_mode":"CAPTURE_ORDER"}}`, &made)
	b := newBrowser(t)
	b.open(made.Page)
	b.send(made.Page+"/pay", typed("alice@shop.example"))
	b.send(made.Page+"/challenge", map[string]string{"otp": "123456"})
	var session struct {
		Status  string `json:"status"`
		OrderID string `json:"order_id"`
	}
	s.call(http.MethodGet, "/hpp/v1/sessions/"+made.Session, "", &session)
	var order struct {
		Status string `json:"status"`
	}
	s.call(http.MethodGet, "/ordermanagement/v1/orders/"+session.OrderID, "", &order)
	if session.Status != "COMPLETED" || order.Status != "CAPTURED" || !strings.Contains(b.page, "Payment complete") {
		t.Errorf("the session is %s, the order %s", session.Status, order.Status)
	}
}
