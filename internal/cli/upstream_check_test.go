package cli

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
)

// The test says which credentials are right.
func TestUpstreamCredentialsAreTested(t *testing.T) {
	w := start(t)
	id := w.merchant().MerchantID
	company := start(t)
	w.config.Upstreams = standIn(company.url)
	right := company.merchant()
	set := func(label, username, password string) {
		t.Helper()
		w.prints(false, func(o Operator) error {
			return o.SetUpstream(t.Context(), UpstreamAccount{Merchant: string(id), Upstream: "stand-in", Label: label, Username: username}, strings.NewReader(password))
		})
	}
	set("right", right.Username, right.Password)
	printed := w.prints(false, func(o Operator) error { return o.TestUpstream(t.Context(), string(id), "stand-in", "") })
	if !strings.Contains(printed, "right  right") {
		t.Errorf("printed %s", printed)
	}
	set("wrong", right.Username, "another")
	var out strings.Builder
	err := Operator{Config: w.config, Out: &out, JSON: true}.TestUpstream(t.Context(), string(id), "stand-in", "")
	var said struct {
		Accounts []upstreamResult `json:"accounts"`
	}
	if jsonErr := json.Unmarshal([]byte(out.String()), &said); jsonErr != nil || !errors.Is(err, ErrUpstreamTest) {
		t.Fatalf("%s: %v, %v", out.String(), err, jsonErr)
	}
	if len(said.Accounts) != 2 || said.Accounts[0].Result != "right" || said.Accounts[1].Result != "wrong" || !strings.Contains(said.Accounts[1].Reason, strings.TrimPrefix(company.url, "http://")) {
		t.Errorf("%+v", said.Accounts)
	}
}

// A first look shows which members a payment session has, not what stands in them.
func TestUpstreamShape(t *testing.T) {
	w := start(t)
	id := w.merchant().MerchantID
	company := start(t)
	w.config.Upstreams = standIn(company.url)
	account := company.merchant()
	w.prints(false, func(o Operator) error {
		return o.SetUpstream(t.Context(), UpstreamAccount{Merchant: string(id), Upstream: "stand-in", Username: account.Username}, strings.NewReader(account.Password))
	})
	_, text := company.call(account, "POST", paymentSessions, lamp)
	var made struct {
		SessionID   string `json:"session_id"`
		ClientToken string `json:"client_token"`
	}
	if err := json.Unmarshal([]byte(text), &made); err != nil || made.SessionID == "" {
		t.Fatalf("%s: %v", text, err)
	}
	printed := w.prints(false, func(o Operator) error { return o.LookAtUpstream(t.Context(), string(id), "stand-in", made.SessionID) })
	for _, part := range []string{company.url + "  allows it", `"client_token": "text"`, `"status": "incomplete"`, `"order_amount": "number"`, `"unit_price": "number"`} {
		if !strings.Contains(printed, part) {
			t.Errorf("it does not say %s:\n%s", part, printed)
		}
	}
	for _, secret := range []string{made.ClientToken, "Lamp", "10000", account.Password} {
		if strings.Contains(printed, secret) {
			t.Errorf("it says %s:\n%s", secret, printed)
		}
	}
}

func TestUpstreamTestWithoutAccounts(t *testing.T) {
	w := start(t)
	id := string(w.merchant().MerchantID)
	for name, want := range map[string]string{"klarna-na-test": "merchant upstream set", "klarna-eu": "this server is a playground", "none": "klarna-eu-test"} {
		if err := (Operator{Config: w.config, Out: io.Discard}).TestUpstream(t.Context(), id, name, ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
}

// The first look says what it would need to see more.
func TestFirstLookWithoutSession(t *testing.T) {
	w := start(t)
	id := string(w.merchant().MerchantID)
	company := start(t)
	w.config.Upstreams = standIn(company.url)
	account := company.merchant()
	w.prints(false, func(o Operator) error {
		return o.SetUpstream(t.Context(), UpstreamAccount{Merchant: id, Upstream: "stand-in", Username: account.Username}, strings.NewReader(account.Password))
	})
	printed := w.prints(false, func(o Operator) error { return o.LookAtUpstream(t.Context(), id, "stand-in", "") })
	if !strings.Contains(printed, "default  right") || !strings.Contains(printed, "name its id") {
		t.Errorf("printed %s", printed)
	}
}

// standIn describes a server as an upstream.
func standIn(base string) map[string]string {
	return map[string]string{"OPENHPP_UPSTREAM_STAND_IN": `{"kind":"klarna","base_url":"` + base + `","hosts":["` + strings.TrimPrefix(base, "http://") + `"],
		"sdk_url":"` + base + `/kp/lib/v1/api.js","page_origins":["` + base + `"]}`}
}
