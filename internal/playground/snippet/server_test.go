package snippet_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground/snippet"
)

// payments approves whoever types a code, and sells nothing to refused addresses.
type payments struct{ hpp.ServerAuthorizer }

func (payments) Revise(_ context.Context, _ hpp.MerchantID, _ hpp.PaymentRef, c hpp.Choice) (hpp.RevisedOrder, error) {
	switch {
	case c.Payer.City == "Nowhere":
		return hpp.RevisedOrder{Refused: true, MerchantMessage: "not there", MerchantRedirect: "https://shop.test/away"}, nil
	case c.Payer.Email == "x" && !c.DeliveryOnly:
		return hpp.RevisedOrder{Fields: []string{"email"}}, nil
	case c.Delivery == "lost":
		return hpp.RevisedOrder{}, errors.New("no answer")
	}
	return hpp.RevisedOrder{}, nil
}

func (payments) Authorize(_ context.Context, _ hpp.MerchantID, _ hpp.PaymentRef, a hpp.Authorization) (hpp.Verdict, error) {
	switch {
	case a.Payer.Email == "gone@shop.test":
		return hpp.Verdict{}, &hpp.Refusal{Code: "READ_ONLY_ORDER"}
	case a.Code == "":
		return hpp.Verdict{Kind: hpp.Challenged}, nil
	case a.Amount != 500 || a.Category != hpp.PayLater || a.Key != "k":
		return hpp.Verdict{Kind: hpp.Declined}, nil
	}
	return hpp.Verdict{Kind: hpp.Approved}, nil
}

func server() snippet.Server {
	return snippet.Server{
		Payments: payments{}, PublicURL: "https://pay.test",
		Selling: func(_ context.Context, merchant hpp.MerchantID) (bool, error) { return merchant != "shut", nil },
		Open: func(_ context.Context, id, proof string) (snippet.Order, error) {
			switch {
			case proof == "broken":
				return snippet.Order{}, errors.New("no store")
			case proof != "right" && proof != "shut":
				return snippet.Order{}, hpp.ErrNotFound
			case proof == "shut":
				return snippet.Order{Merchant: "shut", Total: 500}, nil
			}
			return snippet.Order{Merchant: "m1", Complete: id == "paid", Total: 500, Currency: "SEK"}, nil
		},
	}
}

func TestCallsOfTheFrames(t *testing.T) {
	const own, right = "https://pay.test", "KlarnaCheckout right"
	buy := `{"key":"k","category":"pay_later","order_total":500,"code":"1"}`
	for name, c := range map[string]struct {
		order, call, origin, proof, body string
		status                           int
		want                             string
	}{
		"read":              {"c-1", "read", own, right, `{}`, 200, `"order_total":500`},
		"details":           {"c-1", "details", own, right, `{"payer":{"email":"a@b.test"}}`, 200, `"order_total":500`},
		"details to mend":   {"c-1", "details", own, right, `{"payer":{"email":"x"}}`, 200, `"fields":["email"]`},
		"a shop's no":       {"c-1", "details", own, right, `{"payer":{"city":"Nowhere"}}`, 200, `"refused":true,"message":"not there","redirect":"https://shop.test/away"`},
		"a delivery":        {"c-1", "delivery", own, right, `{"payer":{"email":"x"},"delivery":"home"}`, 200, `"order_total":500`},
		"no answer":         {"c-1", "delivery", own, right, `{"delivery":"lost"}`, 503, `cannot be read`},
		"asks for a code":   {"c-1", "buy", own, right, `{"key":"k","category":"pay_later","order_total":500}`, 200, `"result":"challenged"`},
		"approves":          {"c-1", "buy", own, right, buy, 200, `"result":"approved"`},
		"another total":     {"c-1", "buy", own, right, strings.Replace(buy, "500", "400", 1), 200, `"result":"changed"`},
		"paid before":       {"paid", "buy", own, right, strings.Replace(buy, "500", "400", 1), 200, `"result":"approved"`},
		"closed meanwhile":  {"c-1", "buy", own, right, `{"payer":{"email":"gone@shop.test"},"order_total":500}`, 409, "cannot be changed or paid"},
		"a shut merchant":   {"c-1", "buy", own, "KlarnaCheckout shut", buy, 200, `"refused":true,"message":"This shop takes no payments now."`},
		"another origin":    {"c-1", "read", "https://shop.test", right, `{}`, 403, ""},
		"no origin":         {"c-1", "read", "", right, `{}`, 403, ""},
		"a wrong proof":     {"c-1", "read", own, "KlarnaCheckout wrong", `{}`, 404, "opens no order"},
		"no proof":          {"c-1", "read", own, "", `{}`, 401, ""},
		"another scheme":    {"c-1", "read", own, "Bearer right", `{}`, 401, ""},
		"no JSON":           {"c-1", "read", own, right, `<`, 400, ""},
		"too much":          {"c-1", "read", own, right, `{"key":"` + strings.Repeat("a", 17<<10) + `"}`, 400, ""},
		"no such call":      {"c-1", "capture", own, right, `{}`, 404, "no such call"},
		"the store is gone": {"c-1", "read", own, "KlarnaCheckout broken", `{}`, 503, "cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodPost, "/playground/kcoc/v1/orders/"+c.order+"/"+c.call, strings.NewReader(c.body))
			r.SetPathValue("order_id", c.order)
			r.SetPathValue("call", c.call)
			r.Header.Set("Content-Type", "application/json")
			for header, value := range map[string]string{"Origin": c.origin, "Authorization": c.proof} {
				if value != "" {
					r.Header.Set(header, value)
				}
			}
			w := httptest.NewRecorder()
			server().ServeCall(w, r)
			if w.Code != c.status || !strings.Contains(w.Body.String(), c.want) {
				t.Errorf("%d %s", w.Code, w.Body)
			}
		})
	}
}

// The script may be loaded by any page, and its frames shown there; they reach
// nobody but their own server.
func TestPoliciesOfScriptAndFrames(t *testing.T) {
	record := func(serve func(http.ResponseWriter, *http.Request)) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		serve(w, httptest.NewRequest(http.MethodGet, "/", nil))
		return w
	}
	if h := record(server().ServeScript).Header(); h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
		t.Errorf("script: %v", h)
	}
	for name, w := range map[string]*httptest.ResponseRecorder{"order": record(server().ServeFrame), "code": record(server().ServeCode)} {
		policy := w.Header().Get("Content-Security-Policy")
		if strings.Contains(policy, "unsafe") || !strings.Contains(policy, "frame-ancestors *") || !strings.Contains(policy, "connect-src 'self'") {
			t.Errorf("%s: %s", name, policy)
		}
		if text := w.Body.String(); strings.Contains(text, "NONCE") || strings.Contains(text, "SCRIPT\n") || !strings.Contains(text, "TEST DRIVE · no real money") {
			t.Errorf("%s holds no nonce or no script, or does not say that it is a test", name)
		}
	}
}

// A test person fills in what nobody gave, but for what tests type themselves.
func TestFillIn(t *testing.T) {
	known := snippet.Payer{City: "Lund"}
	got := snippet.FillIn(known, "SE")
	if got.City != "Lund" || got.GivenName == "" || got.Phone == "" || got.Country != "SE" || got.Email != "" || got.PostalCode != "" {
		t.Errorf("%+v", got)
	}
	if got := snippet.FillIn(known, "AQ"); got != known {
		t.Errorf("where there is no test person: %+v", got)
	}
}
