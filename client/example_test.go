package client_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/openhpp/openhpp/client"
)

// server stands in for OpenHPP in the examples.
func server() *httptest.Server {
	mux := http.NewServeMux()
	answer := func(pattern string, status int, body string) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		})
	}
	answer("POST /payments/v1/sessions", 200, `{"session_id":"3f2a"}`)
	answer("POST /hpp/v1/sessions", 201, `{"session_id":"9cbc","redirect_url":"https://pay.example.com/eu/hpp/payments/W2kq"}`)
	answer("GET /hpp/v1/sessions/9cbc", 200, `{"session_id":"9cbc","status":"COMPLETED","order_id":"a1a8"}`)
	answer("GET /hpp/v1/sessions/gone", 404, `{"error_code":"NOT_FOUND","error_messages":["Session not found"],"correlation_id":"7d1e"}`)
	answer("GET /ordermanagement/v1/orders/a1a8", 200, `{"order_id":"a1a8","status":"AUTHORIZED","remaining_authorized_amount":12500}`)
	mux.HandleFunc("POST /ordermanagement/v1/orders/a1a8/captures", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Capture-Id", "c4d2")
		w.WriteHeader(http.StatusCreated)
	})
	return httptest.NewServer(mux)
}

// A payment page in two calls.
func Example() {
	s := server()
	defer s.Close()
	ctx := context.Background()
	c := &client.Client{BaseURL: s.URL, Username: "username", Password: "password"}

	payment, err := c.CreatePayment(ctx, client.Purchase{
		Country: "SE", Currency: "SEK", Locale: "sv-SE", Amount: 12500, TaxAmount: 2500,
		Lines: []client.OrderLine{{Name: "Lampa", Quantity: 1, UnitPrice: 12500, TaxRate: 2500, Total: 12500, TotalTax: 2500}},
	}, client.WithIdempotencyKey("order-1001"))
	if err != nil {
		log.Print(err)
		return
	}
	page, err := c.CreateSession(ctx, client.NewSession{
		PaymentSessionURL: c.PaymentURL(payment.SessionID),
		MerchantURLs: client.MerchantURLs{
			Success: "https://shop.example.com/thanks?sid={{session_id}}",
			Back:    "https://shop.example.com/cart",
		},
		Options: &client.SessionOptions{PlaceOrderMode: client.ModePlaceOrder},
	}, client.WithIdempotencyKey("page-1001"))
	if err != nil {
		log.Print(err)
		return
	}
	fmt.Println("send the payer to", page.RedirectURL)
	// Output: send the payer to https://pay.example.com/eu/hpp/payments/W2kq
}

// The addresses a payer comes back to prove nothing: read the session.
func ExampleClient_ReadSession() {
	s := server()
	defer s.Close()
	c := &client.Client{BaseURL: s.URL, Username: "username", Password: "password"}

	session, err := c.ReadSession(context.Background(), "9cbc")
	if err != nil {
		log.Print(err)
		return
	}
	fmt.Println(session.Status, session.OrderID)

	_, err = c.ReadSession(context.Background(), "gone")
	if refused, ok := errors.AsType[*client.Error](err); ok {
		fmt.Println(refused.Status, refused.Code, refused.CorrelationID)
	}
	// Output:
	// COMPLETED a1a8
	// 404 NOT_FOUND 7d1e
}

// Money is taken when the goods are sent.
func ExampleClient_CaptureOrder() {
	s := server()
	defer s.Close()
	ctx := context.Background()
	c := &client.Client{BaseURL: s.URL, Username: "username", Password: "password"}

	order, err := c.ReadOrder(ctx, "a1a8")
	if err != nil {
		log.Print(err)
		return
	}
	capture, err := c.CaptureOrder(ctx, order.OrderID, client.NewCapture{Amount: order.Remaining},
		client.WithIdempotencyKey("parcel-1001"))
	if err != nil {
		log.Print(err)
		return
	}
	fmt.Println("captured", order.Remaining, "as", capture)
	// Output: captured 12500 as c4d2
}

// A receiver of status callbacks: check, remember, answer quickly.
func ExampleVerifyCallback() {
	const secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
	mux := http.NewServeMux()
	mux.HandleFunc("POST /callbacks", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 64<<10))
		if err != nil {
			http.Error(w, "too long", http.StatusRequestEntityTooLarge)
			return
		}
		callback, err := client.VerifyCallback(secret, r.Header, body, time.Now())
		if err != nil {
			http.Error(w, "not genuine", http.StatusUnauthorized)
			return
		}
		log.Println(callback.EventID, callback.Session.Status)
		w.WriteHeader(http.StatusNoContent)
	})
}
