package app

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/merchant"
)

// lamp is a payment session's body.
const lamp = `{"purchase_country":"SE","purchase_currency":"SEK","locale":"en-SE","order_amount":10000,"order_tax_amount":2000,
	"order_lines":[{"name":"Lamp","quantity":1,"unit_price":10000,"tax_rate":2500,"total_amount":10000,"total_tax_amount":2000}]}`

// operator is the command line beside a running server.
type operator struct {
	t      *testing.T
	config Config
	url    string
}

// run answers what a command prints.
func (o operator) run(asJSON bool, command func(Admin) error) string {
	o.t.Helper()
	var out bytes.Buffer
	if err := command(Admin{Config: o.config, Out: &out, JSON: asJSON}); err != nil {
		o.t.Fatal(err)
	}
	return out.String()
}

func (o operator) credentials(command func(Admin) error) merchant.Credentials {
	o.t.Helper()
	var made merchant.Credentials
	if err := json.Unmarshal([]byte(o.run(true, command)), &made); err != nil {
		o.t.Fatal(err)
	}
	return made
}

// credentialsOf are those of a merchant that is known already.
func (operator) credentialsOf(username, password string) merchant.Credentials {
	return merchant.Credentials{Username: username, Password: password}
}

// call is the status and body of a call as a merchant.
func (o operator) call(who merchant.Credentials, method, path, body string) (int, string) {
	o.t.Helper()
	ctx, cancel := context.WithTimeout(o.t.Context(), 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, o.url+path, strings.NewReader(body))
	if err != nil {
		o.t.Fatal(err)
	}
	request.SetBasicAuth(who.Username, who.Password)
	request.Close = true
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		o.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

// becomes asks until a call has the status, which it must within two seconds.
func (o operator) becomes(status int, who merchant.Credentials, method, path, body string) string {
	o.t.Helper()
	for end := time.Now().Add(2 * time.Second); ; {
		got, text := o.call(who, method, path, body)
		if got == status {
			return text
		}
		if time.Now().After(end) {
			o.t.Fatalf("%s %s: %d %s, want %d", method, path, got, text, status)
		}
	}
}

func beside(t *testing.T) (operator, func()) {
	t.Helper()
	c := local(t)
	c.RateLimitCreate, c.RateLimit = new(int), new(int)
	url, stop := serve(t, c)
	return operator{t, c, url}, func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	}
}

const (
	sale    = "/payments/v1/sessions"
	reading = "/ordermanagement/v1/orders/00000000-0000-4000-8000-000000000000"
)

// A merchant stops selling, is shut, and comes back; another goes on.
func TestMerchantIsDisabledAndEnabled(t *testing.T) {
	o, stop := beside(t)
	defer stop()
	create := func(a Admin) error { return a.Create(t.Context(), "Lamps") }
	shop, other := o.credentials(create), o.credentials(create)
	id := string(shop.MerchantID)
	o.becomes(http.StatusOK, shop, "POST", sale, lamp)

	if said := o.run(false, func(a Admin) error { return a.Disable(t.Context(), id, false) }); !strings.Contains(said, "merchant enable "+id) {
		t.Errorf("disabling said %q, not how to undo it", said)
	}
	if text := o.becomes(http.StatusForbidden, shop, "POST", sale, lamp); !strings.Contains(text, "NOT_ALLOWED") || !strings.Contains(text, "disabled") {
		t.Errorf("refused with %s", text)
	}
	o.becomes(http.StatusForbidden, shop, "POST", "/hpp/v1/sessions", "{}")
	o.becomes(http.StatusForbidden, shop, "POST", "/checkout/v3/orders", lamp)
	o.becomes(http.StatusNotFound, shop, "GET", reading, "")
	o.becomes(http.StatusNotFound, shop, "POST", reading+"/refunds", `{"refunded_amount":1}`)
	o.becomes(http.StatusOK, other, "POST", sale, lamp)

	if said := o.run(false, func(a Admin) error { return a.Disable(t.Context(), id, true) }); !strings.Contains(said, "merchant enable "+id) {
		t.Errorf("shutting said %q, not how to undo it", said)
	}
	o.becomes(http.StatusUnauthorized, shop, "GET", reading, "")
	err := Admin{Config: o.config, Out: io.Discard}.Rotate(t.Context(), id, 0)
	if err == nil || !strings.Contains(err.Error(), "merchant enable") {
		t.Errorf("rotating a disabled merchant: %v", err)
	}

	o.run(false, func(a Admin) error { return a.Enable(t.Context(), id) })
	o.becomes(http.StatusOK, shop, "POST", sale, lamp)
}

func TestMerchantIsRotatedWithOverlap(t *testing.T) {
	o, stop := beside(t)
	defer stop()
	first := o.credentials(func(a Admin) error { return a.Create(t.Context(), "Lamps") })
	id := string(first.MerchantID)
	second := o.credentials(func(a Admin) error { return a.Rotate(t.Context(), id, time.Hour) })
	if len(second.Ending) != 1 || second.Ending[0].Username != first.Username || time.Until(second.Ending[0].EndsAt) > time.Hour {
		t.Errorf("what ends: %+v", second.Ending)
	}
	o.becomes(http.StatusNotFound, first, "GET", reading, "")
	o.becomes(http.StatusNotFound, second, "GET", reading, "")
	if listed := o.run(false, func(a Admin) error { return a.List(t.Context()) }); !strings.Contains(listed, first.Username+" (until ") {
		t.Errorf("the list does not say when the old pair ends:\n%s", listed)
	}
	third := o.credentials(func(a Admin) error { return a.Rotate(t.Context(), id, 0) })
	o.becomes(http.StatusUnauthorized, first, "GET", reading, "")
	o.becomes(http.StatusUnauthorized, second, "GET", reading, "")
	o.becomes(http.StatusNotFound, third, "GET", reading, "")
}
