package shop_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
)

// paidResult is the payload of a result, in the order in which it is written.
type paidResult struct {
	MerchantID string `json:"merchant_id"`
	SessionID  string `json:"session_id"`
	Status     string `json:"status"`
	OrderID    string `json:"order_id"`
	Amount     int64  `json:"amount"`
	Currency   string `json:"currency"`
	Nonce      string `json:"nonce"`
	IssuedAt   int64  `json:"issued_at"`
	ExpiresAt  int64  `json:"expires_at"`
}

// result is what a payer brings of the purchase that newVisit sells, but for
// what change says, signed as the manual has it.
func result(t *testing.T, change func(*paidResult)) string {
	t.Helper()
	paid := paidResult{
		MerchantID: "m1", SessionID: "s1", Status: "COMPLETED", OrderID: "o1", Amount: 117300, Currency: "SEK", Nonce: "n1",
		IssuedAt: now.Unix(), ExpiresAt: now.Add(10 * time.Minute).Unix(),
	}
	if change != nil {
		change(&paid)
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(paid)
	if err != nil {
		t.Fatal(err)
	}
	signed := "v1." + base64.RawURLEncoding.EncodeToString(text)
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("openhpp_result." + signed))
	return signed + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
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
		"expired":             result(t, func(r *paidResult) { r.ExpiresAt = now.Add(-time.Second).Unix() }),
		"of another merchant": result(t, func(r *paidResult) { r.MerchantID = "m2" }),
		"of another session":  result(t, func(r *paidResult) { r.SessionID = "s2" }),
		"of a smaller amount": result(t, func(r *paidResult) { r.Amount = 100 }),
		"in another currency": result(t, func(r *paidResult) { r.Currency = "DKK" }),
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
		brought := result(t, func(r *paidResult) { r.OrderID, r.Nonce = order, "n-"+order })
		v.get("/return/success?purchase="+v.token+"&result="+brought).has(t, thanks, order)
		if i%3 == 2 {
			v.callback(v.token, fmt.Sprintf("e%d-2", i), "s1", client.Completed)
		}
		other := result(t, func(r *paidResult) { r.SessionID, r.OrderID, r.Nonce = "s2", "stolen", "other" })
		got := v.get("/return/success?purchase=" + v.token + "&result=" + other)
		got.has(t, thanks, order)
		got.lacks(t, "stolen")
		if t.Failed() {
			t.Fatalf("in run %d", i)
		}
	}
}
