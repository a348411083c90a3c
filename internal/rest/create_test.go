package rest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

const minimal = `{"payment_session_url":"https://api.example/payments/v1/sessions/p1"}`

func post(path, body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Authorization", basicAuth("m1"))
	r.Header.Set("Content-Type", "application/json")
	return r
}

// What a merchant sends reaches the core as it was sent.
func TestCreatePassesOn(t *testing.T) {
	const address = "https://api.example/payments/v1/sessions/p1"
	for name, c := range map[string]struct {
		body   string
		honest bool // within the contract
		want   hpp.SessionRequest
	}{
		"minimal": {minimal, true, hpp.SessionRequest{PaymentSessionURL: address}},
		"everything": {`{"payment_session_url":"` + address + `","profile_id":"87ab",
			"merchant_urls":{"success":"https://s.example/1","cancel":"https://s.example/2","back":"https://s.example/3",
				"failure":"https://s.example/4","error":"https://s.example/5","status_update":"https://s.example/6"},
			"options":{"background_images":[{"url":"https://s.example/i","width":1280},{"url":"https://s.example/j"}],
				"logo_url":"https://s.example/l","page_title":"Betala","payment_method_categories":["PAY_NOW","KLARNA"],
				"payment_fallback":true,"place_order_mode":"CAPTURE_ORDER","purchase_type":"RENT","show_subtotal_detail":"HIDE",
				"ground_color":"#12324a","accent_color":"#c2185b","font":"SERIF","corners":16,"color_scheme":"DARK","logo_ground":"WHITE","show_shop_name":"HIDE",
				"support_url":"https://s.example/help","support_email":"help@s.example","support_phone":"+46812345678","terms_url":"https://s.example/terms"}}`, true,
			hpp.SessionRequest{PaymentSessionURL: address, ProfileID: "87ab",
				URLs: hpp.MerchantURLs{Success: "https://s.example/1", Cancel: "https://s.example/2", Back: "https://s.example/3",
					Failure: "https://s.example/4", Error: "https://s.example/5", StatusUpdate: "https://s.example/6"},
				RequestedOptions: hpp.RequestedOptions{BackgroundImages: []hpp.Image{{URL: "https://s.example/i", Width: 1280}, {URL: "https://s.example/j"}},
					LogoURL: "https://s.example/l", PageTitle: "Betala", Categories: []string{"PAY_NOW", "KLARNA"},
					Fallback: new(true), PlaceOrderMode: "CAPTURE_ORDER", PurchaseType: "RENT", SubtotalDetail: "HIDE",
					Brand:   hpp.RequestedBrand{GroundColor: "#12324a", AccentColor: "#c2185b", Font: "SERIF", Corners: "16", ColorScheme: "DARK", LogoGround: "WHITE", ShopName: "HIDE"},
					Support: hpp.Support{URL: "https://s.example/help", Email: "help@s.example", Phone: "+46812345678", Terms: "https://s.example/terms"}}}},
		"one category": {`{"payment_session_url":"` + address + `","options":{"payment_method_category":"PAY_LATER"}}`, true,
			hpp.SessionRequest{PaymentSessionURL: address, RequestedOptions: hpp.RequestedOptions{Category: "PAY_LATER"}}},
		"enums in lower case": {`{"payment_session_url":"` + address + `","options":{"payment_method_category":"pay_later","purchase_type":"buy","place_order_mode":"none"}}`, false,
			hpp.SessionRequest{PaymentSessionURL: address, RequestedOptions: hpp.RequestedOptions{Category: "pay_later", PurchaseType: "buy", PlaceOrderMode: "none"}}},
		"both categories, for the core to refuse": {`{"payment_session_url":"` + address + `","options":{"payment_method_category":"KLARNA","payment_method_categories":["KLARNA"]}}`, true,
			hpp.SessionRequest{PaymentSessionURL: address, RequestedOptions: hpp.RequestedOptions{Category: "KLARNA", Categories: []string{"KLARNA"}}}},
		"legacy members": {`{"payment_session_url":"` + address + `","merchant_urls":{"privacy_policy":"https://s.example/p","terms":"https://s.example/t"}}`, true,
			hpp.SessionRequest{PaymentSessionURL: address}},
		"null is absent": {`{"payment_session_url":"` + address + `","profile_id":null,"merchant_urls":{"success":null},"options":null}`, false,
			hpp.SessionRequest{PaymentSessionURL: address}},
		"empty arrays for objects": {`{"payment_session_url":"` + address + `","merchant_urls":[],"options":[]}`, false,
			hpp.SessionRequest{PaymentSessionURL: address}},
		"2500.0 is an integer": {`{"payment_session_url":"` + address + `","options":{"background_images":[{"url":"u","width":1280.0}]}}`, true,
			hpp.SessionRequest{PaymentSessionURL: address, RequestedOptions: hpp.RequestedOptions{BackgroundImages: []hpp.Image{{URL: "u", Width: 1280}}}}},
		"mass assignment": {`{"payment_session_url":"` + address + `","status":"COMPLETED","merchant_id":"m2","session_id":"x","expires_at":"2099-01-01T00:00:00.000Z"}`, true,
			hpp.SessionRequest{PaymentSessionURL: address}},
		"other letter case": {`{"payment_session_url":"` + address + `","PROFILE_ID":"x","Merchant_urls":{"success":"x"}}`, true,
			hpp.SessionRequest{PaymentSessionURL: address}},
		"a fallback that was said": {`{"payment_session_url":"` + address + `","options":{"payment_fallback":false}}`, true,
			hpp.SessionRequest{PaymentSessionURL: address, RequestedOptions: hpp.RequestedOptions{Fallback: new(false)}}},
		"nothing at all, for the core to refuse": {`{}`, false, hpp.SessionRequest{}},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake()
			w := call(t, served(f, &bytes.Buffer{}), post("/hpp/v1/sessions", c.body), c.honest)
			if w.Code != http.StatusCreated {
				t.Fatalf("status %d: %s", w.Code, w.Body)
			}
			if diff := cmp.Diff(c.want, f.creation); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if f.creator.ID() != "m1" || f.key.Value != "" {
				t.Errorf("created by %s under %q", f.creator.ID(), f.key.Value)
			}
		})
	}
}

func TestCreateRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		body   string
		status int
		want   web.Envelope
	}{
		"an array":     {`[` + minimal + `]`, 400, web.Envelope{Code: "BAD_REQUEST", Messages: []string{"The body must be a JSON object (found an array)"}}},
		"no body":      {``, 400, web.Envelope{Code: "BAD_REQUEST", Messages: []string{"The body must be a JSON object (found nothing)"}}},
		"a form":       {`payment_session_url=x`, 400, web.Envelope{Code: "BAD_REQUEST", Messages: []string{"The body must be a JSON object (found no JSON)"}}},
		"wrong types":  {`{"payment_session_url":1,"options":{"background_images":[{"url":"u"},{"width":"wide"}]}}`, 400, web.Envelope{Code: "BAD_VALUE", Messages: []string{"Bad value: options.background_images[1].width (must be an integer)", "Bad value: payment_session_url (must be a string)"}}},
		"flag as text": {`{"options":{"payment_fallback":"true"}}`, 400, web.Envelope{Code: "BAD_VALUE", Messages: []string{"Bad value: options.payment_fallback (must be true or false)"}}},
		"too large":    {`{"x":"` + strings.Repeat("x", web.MaxBody) + `"}`, 413, web.Envelope{Code: "REQUEST_TOO_LARGE", Messages: []string{"The body must be at most 1 MB"}}},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake()
			w := call(t, served(f, &bytes.Buffer{}), post("/hpp/v1/sessions", c.body), false)
			checkEnvelope(t, w, c.status, c.want)
			if f.creator.ID() != "" {
				t.Error("the core was asked all the same")
			}
		})
	}
}

// checkEnvelope compares an error, whose correlation id must be the header's.
func checkEnvelope(t *testing.T, w *httptest.ResponseRecorder, status int, want web.Envelope) {
	t.Helper()
	var got web.Envelope
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatalf("%d %s: %v", w.Code, w.Body, err)
	}
	want.CorrelationID = w.Header().Get("Klarna-Correlation-Id")
	if diff := cmp.Diff(want, got); diff != "" || w.Code != status {
		t.Errorf("status %d, want %d; -want +got:\n%s", w.Code, status, diff)
	}
}

// Real clients forget the content type, or call it something else.
func TestCreateToleratesContentTypes(t *testing.T) {
	for _, kind := range []string{"", "text/plain", "application/json; charset=utf-8", "application/x-www-form-urlencoded", "nonsense;;"} {
		r := post("/hpp/v1/sessions", minimal)
		r.Header.Set("Content-Type", kind)
		if w := call(t, served(newFake(), &bytes.Buffer{}), r, false); w.Code != http.StatusCreated {
			t.Errorf("%q: %d %s", kind, w.Code, w.Body)
		}
	}
}

func TestCreateIsReproducible(t *testing.T) {
	handler := served(newFake(), &bytes.Buffer{})
	first := call(t, handler, post("/hpp/v1/sessions", minimal), true)
	again := call(t, handler, post("/hpp/v1/sessions", minimal), true)
	if !bytes.Equal(first.Body.Bytes(), again.Body.Bytes()) || first.Header().Get("Location") != again.Header().Get("Location") {
		t.Errorf("the same session reads\n%s, then\n%s", first.Body, again.Body)
	}
}

// Seconds may come as a number or in digits.
func TestRedirectsOnTheWire(t *testing.T) {
	for body, want := range map[string]string{
		`"AT_ONCE"`: "AT_ONCE", `"button"`: "button", `5`: "5", `"5"`: "5", `true`: "", `{}`: "", `1.5`: "",
	} {
		f := newFake()
		w := ask(t, f, http.MethodPost, "/hpp/v1/sessions", `{"payment_session_url":"https://api.example/payments/v1/sessions/a","options":{"success_redirect":`+body+`}}`, false)
		if (w.Code == http.StatusCreated) != (want != "") || f.creation.SuccessRedirect != want {
			t.Errorf("%s: %d %s, read as %q", body, w.Code, w.Body, f.creation.SuccessRedirect)
		}
		if want == "" && (w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "options.success_redirect")) {
			t.Errorf("%s: %d %s", body, w.Code, w.Body)
		}
	}
}
