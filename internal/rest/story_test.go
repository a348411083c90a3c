package rest

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

// One call answers five questions.
func TestAStoryIsTold(t *testing.T) {
	f := newFake()
	f.add("TOLD", hpp.Failed, func(s *hpp.Session) {
		s.URLs = hpp.MerchantURLs{Failure: "https://shop.example/failed?token=secret", StatusUpdate: "https://shop.example/cb"}
	})
	w := ask(t, f, http.MethodGet, "/openhpp/v1/sessions/TOLD/story", "", true)
	for _, want := range []string{
		`"opened":{"yes":true,"at":"2030-01-29T11:20:31.100Z"}`, `"declined":{"reason":"under_age",`, `"told":{"state":"WAITING","tries":1,`,
		`"answered":{"status":500,`, `"sent_to":{"kind":"failure","host":"shop.example","path":"/failed",`, `"kind":"status","text":"The payer acted on the page","event_id":"e1","status":"IN_PROGRESS"`,
		`"status":500,"result":"status","endpoint":"status_update","try":1,"took_ms":34,"next_try_at":"2030-01-29T11:21:30.100Z"`,
	} {
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%d %s lacks %s", w.Code, w.Body, want)
		}
	}
	if strings.Contains(w.Body.String(), "secret") {
		t.Errorf("tells a token: %s", w.Body)
	}
}

// One body becomes a payment session, a session and a message.
func TestLinksAreMadeByHand(t *testing.T) {
	f := newFake()
	w := ask(t, f, http.MethodPost, "/openhpp/v1/links", `{"amount":12500,"currency":"SEK","country":"SE","locale":"sv-SE","description":"Lamp repair","tax_rate":2500,
		"reference":"A-1001","profile_id":"till-1","expires_in":"P1D","place_order_mode":"CAPTURE_ORDER","merchant_urls":{"success":"https://shop.example/ok"},
		"send":{"method":"email","contact_information":{"email":"kim@shop.example"}}}`, true)
	if w.Code != http.StatusCreated || !strings.Contains(w.Body.String(), `"distribution_id":"d1"`) || !strings.Contains(w.Body.String(), `"redirect_url"`) {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	var body map[string]any
	if err := json.Unmarshal(f.wanted.Payment, &body); err != nil {
		t.Fatal(err)
	}
	line, _ := body["order_lines"].([]any)[0].(map[string]any)
	if body["order_tax_amount"] != 2500.0 || body["merchant_reference1"] != "A-1001" || line["name"] != "Lamp repair" || line["total_tax_amount"] != 2500.0 {
		t.Errorf("%s", f.wanted.Payment)
	}
	if s := f.wanted.Session; s.ExpiresIn.Hours() != 24 || s.ProfileID != "till-1" || s.PlaceOrderMode != "CAPTURE_ORDER" || s.URLs.Success != "https://shop.example/ok" || f.wanted.Send.Email != "kim@shop.example" {
		t.Errorf("%+v", f.wanted)
	}
	w = ask(t, f, http.MethodPost, "/openhpp/v1/links", `{"amont":1,"amount":-1,"lines":[{"name":"a"}],"description":"b","tax_rate":1,"expires_in":"P9D"}`, false)
	for _, want := range []string{"did you mean amount?", "amount (is required", "description (must be there where", "expires_in (must be a time from PT5M"} {
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%d %s lacks %s", w.Code, w.Body, want)
		}
	}
	f.err = &hpp.Error{Code: hpp.CodeBadValue, Messages: []string{"Bad value: purchase_currency (must be SEK)"}, Fields: []string{"purchase_currency"}}
	if w := ask(t, f, http.MethodPost, "/openhpp/v1/links", `{"amount":1,"currency":"EUR","country":"SE","locale":"sv-SE","description":"b"}`, true); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "Bad value: currency (must be SEK)") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
