package provider_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// created is the answer to a creation.
type created struct {
	ID          string `json:"session_id"`
	ClientToken string `json:"client_token"`
	Categories  []struct {
		Identifier string `json:"identifier"`
		Name       string `json:"name"`
		Assets     struct {
			Standard string `json:"standard"`
		} `json:"asset_urls"`
	} `json:"payment_method_categories"`
}

func (c created) names() string {
	var names []string
	for _, category := range c.Categories {
		names = append(names, category.Identifier+"="+category.Name)
	}
	return strings.Join(names, ", ")
}

func TestCategories(t *testing.T) {
	p := newProvider(t)
	for _, c := range []struct{ country, currency, locale, want string }{
		{"SE", "SEK", "sv-SE", "pay_later=Betala senare, pay_over_time=Delbetala, pay_now=Betala nu"},
		{"SE", "SEK", "en-SE", "pay_later=Pay later, pay_over_time=Pay over time, pay_now=Pay now"},
		{"SE", "SEK", "", "pay_later=Pay later, pay_over_time=Pay over time, pay_now=Pay now"},
		{"DE", "EUR", "de-DE", "pay_later=Später bezahlen, pay_over_time=In Raten bezahlen, pay_now=Sofort bezahlen, direct_bank_transfer=Banküberweisung, direct_debit=Lastschrift"},
		{"us", "usd", "en", "pay_later=Pay later, pay_over_time=Pay over time, pay_now=Pay now"},
		{"NZ", "NZD", "en-NZ", "pay_later=Pay later, pay_now=Pay now"},
	} {
		body := with(lamp(), tree{"purchase_country": c.country, "purchase_currency": c.currency, "locale": c.locale})
		if c.locale == "" {
			delete(body, "locale")
		}
		var got created
		p.must(http.StatusOK, "POST", "/payments/v1/sessions", body).into(t, &got)
		if got.names() != c.want {
			t.Errorf("%s in %q: %s, want %s", c.country, c.locale, got.names(), c.want)
		}
	}
}

// The pictures the categories name are there, public and inert.
func TestAssets(t *testing.T) {
	p := newProvider(t)
	var got created
	p.must(http.StatusOK, "POST", "/payments/v1/sessions", with(lamp(), tree{"purchase_country": "DE", "purchase_currency": "EUR"})).into(t, &got)
	for _, category := range got.Categories {
		path, ok := strings.CutPrefix(category.Assets.Standard, "https://pay.test")
		if !ok {
			t.Fatalf("%s is not on our address", category.Assets.Standard)
		}
		r := p.askAs("", "GET", path, nil)
		if r.status != http.StatusOK || r.header.Get("Content-Type") != "image/svg+xml" || !strings.HasPrefix(string(r.body), "<svg") ||
			!strings.Contains(r.header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: %d %v", path, r.status, r.header)
		}
	}
	for _, path := range []string{"/playground/assets/none.svg", "/playground/assets/..%2fserver.go"} {
		if r := p.askAs("", "GET", path, nil); r.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, r.status)
		}
	}
}

func TestClientToken(t *testing.T) {
	p := newProvider(t)
	var got created
	p.must(http.StatusOK, "POST", "/payments/v1/sessions", lamp()).into(t, &got)
	parts := strings.Split(got.ClientToken, ".")
	if len(parts) != 3 {
		t.Fatalf("no JWT: %s", got.ClientToken)
	}
	mac := hmac.New(sha256.New, p.secret)
	mac.Write([]byte("playground client token\n" + parts[0] + "." + parts[1]))
	if parts[2] != base64.RawURLEncoding.EncodeToString(mac.Sum(nil)) {
		t.Error("the signature is not ours")
	}
	text, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(text, &claims); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"session_id": got.ID, "session_type": "PAYMENTS", "base_url": "https://pay.test", "environment": "playground",
		"merchant_name": "Lamps & Co", "purchase_country": "SE", "language": "sv", "order_amount": 23750.0,
		"iat": float64(epoch.Unix()), "exp": float64(epoch.Add(48 * time.Hour).Unix()),
	}
	if diff := cmp.Diff(want, claims); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRead(t *testing.T) {
	p := newProvider(t)
	var made created
	p.must(http.StatusOK, "POST", "/payments/v1/sessions", lamp()).into(t, &made)
	var got tree
	p.must(http.StatusOK, "GET", "/payments/v1/sessions/"+made.ID, nil).into(t, &got)
	// What strict clients demand though no merchant sent it.
	for name, want := range (tree{
		"status": "incomplete", "intent": "buy", "acquiring_channel": "ECOMMERCE", "client_token": made.ClientToken,
		"expires_at": "2026-11-25T09:48:16.680Z", "order_amount": 23750.0, "order_tax_amount": 4750.0, "purchase_country": "SE",
	}) {
		if got[name] != want {
			t.Errorf("%s = %v, want %v", name, got[name], want)
		}
	}
	if lines := got["order_lines"].([]any); len(lines) != 3 || lines[0].(tree)["name"] != "Lamp" {
		t.Errorf("lines %v", lines)
	}
}

// A payer's data is for the merchant only once the payer has agreed.
func TestPayerDataAfterAuthorization(t *testing.T) {
	p := newProvider(t)
	id := p.open(with(lamp(), tree{
		"billing_address": tree{"email": "al@example.com", "title": "Ms"}, "customer": tree{"date_of_birth": "1970-07-10", "last_four_ssn": "1234"},
	}))
	path := "/payments/v1/sessions/" + id
	var before tree
	p.must(http.StatusOK, "GET", path, nil).into(t, &before)
	for _, name := range []string{"billing_address", "shipping_address", "customer", "authorization_token"} {
		if before[name] != nil {
			t.Errorf("%s is told before the payer agreed: %v", name, before[name])
		}
	}
	var known struct{ Payer tree }
	p.must(http.StatusOK, "GET", "/playground/v1/payments/"+id, nil).into(t, &known)
	if diff := cmp.Diff(tree{"email": "al@example.com", "date_of_birth": "1970-07-10"}, known.Payer); diff != "" {
		t.Errorf("to fill the page with (-want +got):\n%s", diff)
	}

	token := p.approve(id, payer())
	var after tree
	r := p.must(http.StatusOK, "GET", path, nil)
	r.into(t, &after)
	want := tree{
		"email": "customer@email.se", "given_name": "Alice", "family_name": "Test", "title": "Ms", "country": "SE",
		"street_address": "Södra Blasieholmshamnen 2", "postal_code": "11148", "city": "Stockholm",
	}
	if diff := cmp.Diff(want, after["billing_address"]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if after["authorization_token"] != token {
		t.Errorf("token %v, want %s", after["authorization_token"], token)
	}
	if strings.Contains(string(r.body), "ssn") {
		t.Error("a personal number is given back")
	}
}

func TestUpdate(t *testing.T) {
	p := newProvider(t)
	id := p.open(with(lamp(), tree{"merchant_reference1": "1", "merchant_reference2": "2"}))
	path := "/payments/v1/sessions/" + id
	if r := p.must(http.StatusNoContent, "POST", path, tree{"merchant_reference1": "9", "merchant_reference2": nil, "locale": "en-SE"}); len(r.body) > 0 {
		t.Errorf("204 with a body: %s", r.body)
	}
	var got tree
	p.must(http.StatusOK, "GET", path, nil).into(t, &got)
	if got["merchant_reference1"] != "9" || got["merchant_reference2"] != "2" || got["locale"] != "en-SE" || got["order_amount"] != 23750.0 {
		t.Errorf("after the change: %v", got)
	}
	if r := p.ask("POST", path, tree{"order_amount": 1}); r.status != http.StatusBadRequest || !begins(r.error(t), "BAD_VALUE: Bad value: order_amount") {
		t.Errorf("an amount without its lines: %d %s", r.status, r.body)
	}
	p.must(http.StatusOK, "GET", path, nil).into(t, &got)
	if got["order_amount"] != 23750.0 {
		t.Error("a refused change was stored")
	}
}

func TestSessionEnds(t *testing.T) {
	p := newProvider(t)
	id := p.open(lamp())
	path := "/payments/v1/sessions/" + id
	p.pass(48*time.Hour - time.Millisecond)
	p.must(http.StatusOK, "GET", path, nil)
	p.must(http.StatusNoContent, "POST", path, tree{"merchant_reference1": "1"})
	p.pass(time.Millisecond)
	for _, r := range []reply{
		p.ask("GET", path, nil), p.ask("POST", path, tree{}),
		p.ask("POST", "/playground/v1/payments/"+id+"/authorize", attempt("k", payer(), "")),
		p.ask("GET", "/playground/v1/payments/"+id, nil),
	} {
		if r.status != http.StatusNotFound || r.error(t) != "NOT_FOUND: Invalid session id" {
			t.Errorf("after 48 hours: %d %s", r.status, r.body)
		}
	}
}

func TestCompletedSession(t *testing.T) {
	p := newProvider(t)
	id := p.open(lamp())
	p.place(p.approve(id, payer()))
	path := "/payments/v1/sessions/" + id
	var got tree
	p.must(http.StatusOK, "GET", path, nil).into(t, &got)
	if got["status"] != "complete" || got["authorization_token"] != nil {
		t.Errorf("status %v, token %v", got["status"], got["authorization_token"])
	}
	for _, r := range []reply{
		p.ask("POST", path, tree{"merchant_reference1": "1"}),
		p.ask("POST", "/playground/v1/payments/"+id+"/authorize", attempt("new", payer(), "")),
	} {
		if r.status != http.StatusNotFound || r.error(t) != "SESSION_COMPLETED: Session has already been completed" {
			t.Errorf("%d %s", r.status, r.body)
		}
	}
}
