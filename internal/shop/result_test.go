package shop_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/signedresult"
)

// result is what a payer brings of the purchase that newVisit sells, but for
// what change says.
func result(t *testing.T, change func(*hpp.PaidResult)) string {
	t.Helper()
	paid := hpp.PaidResult{
		Merchant: "m1", Session: "s1", OrderID: "o1", Amount: 117300, Currency: "SEK", Nonce: "n1",
		IssuedAt: now, ExpiresAt: now.Add(hpp.PaidResultLife),
	}
	if change != nil {
		change(&paid)
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		t.Fatal(err)
	}
	signer := signedresult.Signer{Secrets: func(context.Context, hpp.MerchantID) ([][]byte, error) { return [][]byte{key}, nil }}
	text, err := signer.Sign(t.Context(), paid)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// The result in the address is enough: no callback has come, the server does
// not answer, and nothing is waited for.
func TestASignedResultIsEnough(t *testing.T) {
	v := newVisit(t)
	v.buy(client.ModePlaceOrder)
	address := "/return/success?purchase=" + v.token + "&result=" + result(t, nil)
	v.api.refuses("GET /hpp/v1/sessions/", http.StatusServiceUnavailable)
	v.api.refuses("GET /ordermanagement/", http.StatusServiceUnavailable)
	for range 2 { // coming back by the same address is no harm
		got := v.get(address)
		if got.Status != http.StatusOK {
			t.Errorf("status %d", got.Status)
		}
		got.has(t, thanks, "o1", "Signed result", "1\u00a0173,00")
		got.lacks(t, "does not answer")
	}
	v.get("/return/success?purchase="+v.token).has(t, thanks) // it is kept
}

func TestResultsThatAreNotBelieved(t *testing.T) {
	for name, text := range map[string]string{
		"altered":             result(t, nil)[:60] + "A" + result(t, nil)[61:],
		"expired":             result(t, func(r *hpp.PaidResult) { r.ExpiresAt = now.Add(-time.Second) }),
		"of another merchant": result(t, func(r *hpp.PaidResult) { r.Merchant = "m2" }),
		"of another session":  result(t, func(r *hpp.PaidResult) { r.Session = "s2" }),
		"of a smaller amount": result(t, func(r *hpp.PaidResult) { r.Amount = 100 }),
		"in another currency": result(t, func(r *hpp.PaidResult) { r.Currency = "DKK" }),
		"nonsense":            "v1.e30.e30",
	} {
		t.Run(name, func(t *testing.T) {
			v := newVisit(t)
			v.buy(client.ModePlaceOrder)
			v.api.becomes(client.Session{Status: client.InProgress}, client.Order{})
			got := v.get("/return/success?purchase=" + v.token + "&result=" + text)
			got.has(t, "under way")
			got.lacks(t, thanks, "Signed result")
		})
	}
}

// Who brought the result is not kept waiting for the callback.
func TestAResultEndsTheWait(t *testing.T) {
	v := newVisit(t)
	v.buy(client.ModePlaceOrder)
	v.api.becomes(client.Session{Status: client.Completed, OrderID: "o1"}, client.Order{OrderID: "o1", Status: "AUTHORIZED", Amount: 117300, Remaining: 117300})
	v.get("/return/success?purchase="+v.token).has(t, thanks, refresh)
	v.get("/return/success?purchase="+v.token+"&result="+result(t, nil)).lacks(t, refresh)
}

// A thousand payers come back before their callbacks, between them, or are never
// told of by one: each purchase is booked as it was paid, and once.
func TestAThousandPurchasesAndLateCallbacks(t *testing.T) {
	v := newVisit(t)
	v.api.refuses("GET /hpp/v1/sessions/", http.StatusServiceUnavailable)
	v.api.refuses("GET /ordermanagement/", http.StatusServiceUnavailable)
	for i := range 1000 {
		v.buy(client.ModePlaceOrder)
		if i%3 == 1 { // the first callback came, the one that matters is late
			v.callback(v.token, fmt.Sprintf("e%d-1", i), "s1", client.InProgress)
		}
		order := fmt.Sprintf("order-%d", i)
		brought := result(t, func(r *hpp.PaidResult) { r.OrderID, r.Nonce = order, "n-"+order })
		v.get("/return/success?purchase="+v.token+"&result="+brought).has(t, thanks, order)
		if i%3 == 2 {
			v.callback(v.token, fmt.Sprintf("e%d-2", i), "s1", client.Completed)
		}
		other := result(t, func(r *hpp.PaidResult) { r.Session, r.OrderID, r.Nonce = "s2", "stolen", "other" })
		got := v.get("/return/success?purchase=" + v.token + "&result=" + other)
		got.has(t, thanks, order)
		got.lacks(t, "stolen")
		if t.Failed() {
			t.Fatalf("in run %d", i)
		}
	}
}
