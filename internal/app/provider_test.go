package app

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
)

// lamp is a payment session's body.
const lamp = `{"purchase_country":"SE","purchase_currency":"SEK","locale":"en-SE","order_amount":10000,"order_tax_amount":2000,
	"order_lines":[{"name":"Lamp","quantity":1,"unit_price":10000,"tax_rate":2500,"total_amount":10000,"total_tax_amount":2000}]}`

// post is the status and body of a call as a merchant.
func post(t *testing.T, address, username, password, body string) (int, string) {
	t.Helper()
	authorization := "Basic " + base64.StdEncoding.EncodeToString([]byte(username+":"+password))
	response, text := send(t, http.MethodPost, address, http.Header{"Authorization": {authorization}}, body)
	return response.StatusCode, text
}

// A server that can take no payment says so: in its log, to whoever asks how
// ready it is, and to whoever asks for a page. It describes no API that it has
// not.
func TestProductionWithoutAProviderSaysSo(t *testing.T) {
	c := inProduction(t)
	server, log := running(t, c)
	if lines := log.lines(t, "no provider is configured: no payment can be taken"); len(lines) != 1 || lines[0]["level"] != "WARN" {
		t.Errorf("the log says %v", lines)
	}
	if status, text := get(t, "http://"+server.ops.address()+"/readyz?verbose"); status != http.StatusOK || !strings.Contains(text, "no payment can be taken") {
		t.Errorf("/readyz?verbose: %d %q", status, text)
	}
	url := "http://" + server.listener.Addr().String()
	for file, want := range map[string]int{
		"hpp.yaml": 200, "openhpp.yaml": 200, "payments.yaml": 404, "checkout.yaml": 404, "customertoken.yaml": 404, "ordermanagement.yaml": 404,
	} {
		if status, _ := get(t, url+"/openapi/"+file); status != want {
			t.Errorf("/openapi/%s: %d, want %d", file, status, want)
		}
	}
	shop, err := server.merchants.Create(t.Context(), "Lamps")
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{"{}", `{"payment_session_url":"https://api.example.com/payments/v1/sessions/a"}`, `{"options":{"page_title":3}}`} {
		if status, text := post(t, url+"/hpp/v1/sessions", shop.Username, shop.Password, body); status != http.StatusBadRequest || !strings.Contains(text, "no provider is configured") && !strings.Contains(text, "page_title") {
			t.Errorf("%s: %d %s", body, status, text)
		}
	}
}

func TestPlaygroundSaysWhoTakesPayments(t *testing.T) {
	server, log := running(t, local(t))
	if lines := log.lines(t, "no provider is configured: no payment can be taken"); len(lines) != 0 {
		t.Errorf("the log says %v", lines)
	}
	if status, text := get(t, "http://"+server.ops.address()+"/readyz?verbose"); status != http.StatusOK || !strings.Contains(text, "test money") {
		t.Errorf("/readyz?verbose: %d %q", status, text)
	}
	if status, _ := get(t, server.URL()+"/openapi/payments.yaml"); status != http.StatusOK {
		t.Errorf("/openapi/payments.yaml: %d", status)
	}
}

// A build server needs no second step: the merchant is there when the server is.
func TestFixedMerchant(t *testing.T) {
	c := local(t)
	c.PlaygroundMerchant = "ci:a-password"
	for range 2 { // the second start finds it
		url, stop := serve(t, c)
		if status, text := post(t, url+"/payments/v1/sessions", "ci", "a-password", lamp); status != http.StatusOK {
			t.Errorf("%d %s", status, text)
		}
		if err := stop(); err != nil {
			t.Fatal(err)
		}
	}
	c.PlaygroundMerchant = "ci:another"
	if _, err := Open(t.Context(), c, discardLog()); err == nil || !strings.Contains(err.Error(), "OPENHPP_PLAYGROUND_MERCHANT: the user name exists") {
		t.Errorf("another password: %v", err)
	}
	for _, bad := range []string{"ci", ":x", "x:", "a b:c"} {
		c.PlaygroundMerchant = bad
		if err := c.check(); err == nil || !strings.Contains(err.Error(), "OPENHPP_PLAYGROUND_MERCHANT: must be user:password") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	p := inProduction(t)
	p.PlaygroundMerchant = "ci:a-password"
	if err := p.check(); err == nil || !strings.Contains(err.Error(), "OPENHPP_PLAYGROUND_MERCHANT: must be empty in production") {
		t.Errorf("in production: %v", err)
	}
}
