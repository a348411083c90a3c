package shop_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/internal/shop"
)

func TestFrontPageShowsEachMarket(t *testing.T) {
	v := newVisit(t)
	tests := map[string][]string{
		"/":              {"Desk lamp, brass", "1\u00a0173,00\u00a0kr", "try&#43;SE@email.se", `value="PLACE_ORDER" checked`},
		"/?market=sv-SE": {"Skrivbordslampa, mässing", "1\u00a0173,00\u00a0kr", "Höstrabatt", `href="/?market=sv-SE" aria-current="true"`},
		"/?market=en-DE": {"111,90\u00a0€", "try&#43;DE@email.de", "of which tax"},
		"/?market=en-GB": {"£92.95", "try&#43;GB@email.uk"},
		"/?market=en-US": {"$113.18", "Sales tax", "$9.23"},
	}
	for path, want := range tests {
		t.Run(path, func(t *testing.T) {
			got := v.get(path)
			if got.Status != http.StatusOK {
				t.Errorf("status %d", got.Status)
			}
			got.has(t, want...)
		})
	}
	v.get("/?market=en-US").lacks(t, "of which tax")
}

func TestSellingAtTheTillOpensTheClerksPage(t *testing.T) {
	v := newVisit(t)
	got := v.post("/buy", "market=en-SE&mode=PLACE_ORDER&where=till")
	if got.Status != http.StatusSeeOther || got.Header.Get("Location") != v.api.URL+"/eu/hpp/distributions/till?profile_id={{profile_id}}" {
		t.Fatalf("got %d to %q", got.Status, got.Header.Get("Location"))
	}
	payment, page := v.api.got("POST /payments/v1/sessions")[0], v.api.got("POST /hpp/v1/sessions")[0]
	if payment.Body["acquiring_channel"] != "IN_STORE" || payment.Body["billing_address"] != nil {
		t.Errorf("payment %v", payment.Body)
	}
	if diff := cmp.Diff(map[string]any{"status_update": v.shop.URL + "/callbacks/" + v.lastToken()}, page.Body["merchant_urls"]); diff != "" {
		t.Error(diff)
	}
}

func TestBuyingSendsThePayerToTheirPage(t *testing.T) {
	v := newVisit(t)
	got := v.post("/buy", "market=sv-SE&mode=CAPTURE_ORDER")
	if got.Status != http.StatusSeeOther || got.Header.Get("Location") != v.api.URL+"/eu/hpp/payments/link" {
		t.Fatalf("got %d to %q", got.Status, got.Header.Get("Location"))
	}
	token := v.lastToken()
	payment, page := v.api.got("POST /payments/v1/sessions")[0], v.api.got("POST /hpp/v1/sessions")[0]
	if payment.Key != "payment-"+token || page.Key != "page-"+token {
		t.Errorf("idempotency keys %q and %q, want them to carry the purchase's token", payment.Key, page.Key)
	}
	if payment.Body["locale"] != "sv-SE" || payment.Body["order_amount"] != 117300.0 || payment.Body["order_tax_amount"] != 23460.0 {
		t.Errorf("purchase %v", payment.Body)
	}
	back := func(outcome string) string { return v.shop.URL + "/return/" + outcome + "?purchase=" + token }
	want := map[string]any{
		"payment_session_url": v.api.URL + "/payments/v1/sessions/p1",
		"merchant_urls": map[string]any{
			"success": back("success") + "&result={{openhpp_result}}", "failure": back("failure"), "back": back("back"), "cancel": back("cancel"), "error": back("error"),
			"status_update": v.shop.URL + "/callbacks/" + token,
		},
		"options": map[string]any{"place_order_mode": "CAPTURE_ORDER", "ground_color": "#efe6d5", "accent_color": "#8a4b08", "support_email": "help@lamps.example"},
	}
	if diff := cmp.Diff(want, page.Body); diff != "" {
		t.Errorf("session (-want +got):\n%s", diff)
	}
}

func TestEveryPurchaseHasItsOwnToken(t *testing.T) {
	v := newVisit(t)
	v.buy(client.ModeNone)
	first := v.token
	v.buy(client.ModeNone)
	if v.token == first || len(first) < 22 {
		t.Errorf("tokens %q and %q", first, v.token)
	}
}

func TestBadFormsAreRefused(t *testing.T) {
	tests := map[string]struct {
		form   string
		status int
		want   string
	}{
		"nothing":        {"", 400, "market is"},
		"another market": {"market=xx-XX&mode=NONE", 400, "xx-XX"},
		"no mode":        {"market=en-SE", 400, "mode is"},
		"another mode":   {"market=en-SE&mode=%3Cscript%3E", 400, "&lt;script&gt;"},
		"not a form":     {"market=%zz", 400, "cannot be read"},
		"far too long":   {"market=" + strings.Repeat("x", 20<<10), 400, "too large"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v := newVisit(t)
			got := v.post("/buy", test.form)
			if got.Status != test.status {
				t.Errorf("status %d, want %d", got.Status, test.status)
			}
			got.has(t, test.want, "Back to the lamp")
			if calls := v.api.got("POST /payments/v1/sessions"); len(calls) != 0 {
				t.Errorf("the server was asked: %v", calls)
			}
		})
	}
}

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	v := newVisit(t)
	got := v.send("POST", "/buy", "market=en-SE&mode=NONE", http.Header{
		"Content-Type": {"application/x-www-form-urlencoded"}, "Sec-Fetch-Site": {"cross-site"},
	})
	if got.Status != http.StatusForbidden || len(v.api.got("POST /payments/v1/sessions")) != 0 {
		t.Errorf("status %d", got.Status)
	}
}

func TestAServerThatSaysNoIsQuoted(t *testing.T) {
	for _, call := range []string{"POST /payments/v1/sessions", "POST /hpp/v1/sessions"} {
		t.Run(call, func(t *testing.T) {
			v := newVisit(t)
			v.api.refuses(call, 403)
			got := v.post("/buy", "market=en-SE&mode=NONE")
			if got.Status != http.StatusBadGateway {
				t.Errorf("status %d", got.Status)
			}
			got.has(t, "403 NO_LUCK", "Bad value: something", "c-1")
		})
	}
}

func TestAServerThatIsAway(t *testing.T) {
	v := newVisit(t)
	v.api.Close()
	got := v.post("/buy", "market=en-SE&mode=NONE")
	if got.Status != http.StatusBadGateway {
		t.Errorf("status %d", got.Status)
	}
	got.has(t, "does not answer", "try again")
}

func TestEveryAnswerIsGuarded(t *testing.T) {
	v := newVisit(t)
	for _, path := range []string{"/", "/callbacks", "/return/success?purchase=x", "/nothing"} {
		header := v.get(path).Header
		policy := header.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "form-action 'self' " + v.api.URL + ";", "frame-ancestors 'none'"} {
			if !strings.Contains(policy, part) {
				t.Errorf("%s: the policy lacks %q: %s", path, part, policy)
			}
		}
		if strings.Contains(policy, "unsafe") || header.Get("X-Content-Type-Options") != "nosniff" || header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: headers %v", path, header)
		}
	}
}

func TestAssetsAreKeptForGood(t *testing.T) {
	v := newVisit(t)
	front := v.get("/").Body
	for _, kind := range []string{".css", ".js", ".svg"} {
		end := strings.Index(front, kind+`"`)
		begin := strings.LastIndexByte(front[:end], '"') + 1
		got := v.get(front[begin:end] + kind)
		if got.Status != http.StatusOK || !strings.Contains(got.Header.Get("Cache-Control"), "immutable") || got.Body == "" {
			t.Errorf("%s: %d %v", kind, got.Status, got.Header)
		}
	}
	if got := v.get("/assets/shop.css"); got.Status != http.StatusNotFound {
		t.Errorf("a name without its hash answered %d", got.Status)
	}
}

func TestUnknownPages(t *testing.T) {
	v := newVisit(t)
	for _, path := range []string{"/nothing", "/?market=xx", "/return/success", "/return/success?purchase=unknown"} {
		if got := v.get(path); got.Status != http.StatusNotFound {
			t.Errorf("%s answered %d", path, got.Status)
		}
	}
}

func TestNewPaymentLink(t *testing.T) {
	a := newAPI(t)
	s := shop.New(shop.Config{Client: &client.Client{BaseURL: a.URL}, PublicURL: "http://shop.test", WebhookSecret: secret})
	link, err := s.NewPaymentLink(t.Context())
	if err != nil || link != a.URL+"/eu/hpp/payments/link" {
		t.Errorf("got %q, %v", link, err)
	}
	a.refuses("POST", 500)
	if link, err := s.NewPaymentLink(t.Context()); err == nil || link != "" {
		t.Errorf("got %q, %v, want an error", link, err)
	}
}
