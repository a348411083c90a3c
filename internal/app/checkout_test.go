package app

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/provider/checkout"
)

// Orders may be older than what judges their addresses: the payer who follows
// the link of one gets a page, not an error.
func TestOldAddressesOpenAPage(t *testing.T) {
	server, err := Open(t.Context(), local(t), discardLog())
	if err != nil {
		t.Fatal(err)
	}
	stop := start(t, server)
	account, err := server.merchants.Create(t.Context(), "Lamps")
	if err != nil {
		t.Fatal(err)
	}
	base := "http://" + server.listener.Addr().String()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/checkout/v3/orders", strings.NewReader(
		`{"purchase_country":"SE","purchase_currency":"SEK","locale":"sv-SE","order_amount":1000,"order_tax_amount":0,
		"order_lines":[{"name":"Cap","quantity":1,"unit_price":1000,"tax_rate":0,"total_amount":1000,"total_tax_amount":0}]}`))
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth(account.Username, account.Password)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var order struct {
		ID string `json:"order_id"`
	}
	if err := json.NewDecoder(response.Body).Decode(&order); err != nil || order.ID == "" {
		t.Fatal(order.ID, err)
	}
	page, err := server.openCheckout(t.Context(), checkout.PageRequest{
		Merchant: account.MerchantID, Shop: "Lamps", OrderID: order.ID, OrderURL: base + "/checkout/v3/orders/" + order.ID,
		Confirmation: "https://good@evil.example/", Back: "mailto:kim@shop.example",
	})
	if err != nil {
		t.Fatal(err)
	}
	if status, text := get(t, page); status != http.StatusOK || strings.Contains(text, "evil.example") || strings.Contains(text, "mailto:") {
		t.Errorf("the page answers %d and names what leads nowhere", status)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}
