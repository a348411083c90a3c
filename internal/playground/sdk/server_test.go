package sdk_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground/sdk"
)

// payments approves whoever types the right code.
type payments struct{ hpp.ServerAuthorizer }

func (payments) Read(context.Context, hpp.MerchantID, hpp.PaymentRef) (hpp.PaymentSession, error) {
	return hpp.PaymentSession{
		State: hpp.PaymentOpen, Methods: []hpp.Method{{Category: hpp.PayLater}}, Purchase: hpp.Purchase{Country: "SE", Currency: "SEK", Amount: 100},
	}, nil
}

func (payments) Authorize(_ context.Context, _ hpp.MerchantID, _ hpp.PaymentRef, a hpp.Authorization) (hpp.Verdict, error) {
	if a.Code == "" {
		return hpp.Verdict{Kind: hpp.Challenged}, nil
	}
	return hpp.Verdict{Kind: hpp.Approved, Token: "token of " + string(a.Category) + " for " + a.Payer.Email}, nil
}

func server() sdk.Server {
	return sdk.Server{
		Payments: payments{}, PublicURL: "https://pay.test",
		Selling: func(_ context.Context, merchant hpp.MerchantID) (bool, error) { return merchant != "shut", nil },
		Session: func(_ context.Context, token string) (hpp.MerchantID, hpp.PaymentRef, error) {
			if token == "shut" {
				return "shut", hpp.PaymentRef{Kind: hpp.KindPayments, ID: "kp-2"}, nil
			}
			if token != "right" {
				return "", hpp.PaymentRef{}, hpp.ErrNotFound
			}
			return "m1", hpp.PaymentRef{Kind: hpp.KindPayments, ID: "kp-1"}, nil
		},
	}
}

func TestCallsOfTheFrames(t *testing.T) {
	for name, c := range map[string]struct {
		call, origin, token, body string
		status                    int
		want                      string
	}{
		"load":             {"load", "https://pay.test", "right", `{"category":"pay_later"}`, 200, `{"show_form":true}`},
		"another category": {"load", "https://pay.test", "right", `{"category":"pay_now"}`, 200, `{"show_form":false}`},
		"asks for a code":  {"authorize", "https://pay.test", "right", `{"key":"k","category":"pay_later"}`, 200, `"result":"challenged"`},
		"approves":         {"authorize", "https://pay.test", "right", `{"key":"k","category":"pay_later","email":"a@b.test","code":"1"}`, 200, `"token":"token of PAY_LATER for a@b.test"`},
		"a shut merchant":  {"authorize", "https://pay.test", "shut", `{"key":"k","category":"pay_later","code":"1"}`, 409, "takes no payments"},
		"another origin":   {"load", "https://shop.test", "right", `{}`, 403, ""},
		"no origin":        {"load", "", "right", `{}`, 403, ""},
		"a wrong token":    {"load", "https://pay.test", "wrong", `{}`, 404, ""},
		"no token":         {"load", "https://pay.test", "", `{}`, 401, ""},
		"no JSON":          {"load", "https://pay.test", "right", `<`, 400, ""},
		"no such call":     {"capture", "https://pay.test", "right", `{}`, 404, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodPost, "/playground/sdk/v1/"+c.call, strings.NewReader(c.body))
			r.SetPathValue("call", c.call)
			r.Header.Set("Content-Type", "application/json")
			if c.origin != "" {
				r.Header.Set("Origin", c.origin)
			}
			if c.token != "" {
				r.Header.Set("Authorization", "Bearer "+c.token)
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
func TestPoliciesOfScriptAndFrame(t *testing.T) {
	script, frame := httptest.NewRecorder(), httptest.NewRecorder()
	server().ServeScript(script, httptest.NewRequest(http.MethodGet, sdk.ScriptPath+"?1690000000000", nil))
	server().ServeFrame(frame, httptest.NewRequest(http.MethodGet, sdk.FramePath, nil))
	if h := script.Header(); h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
		t.Errorf("script: %v", h)
	}
	policy := frame.Header().Get("Content-Security-Policy")
	if strings.Contains(policy, "unsafe") || !strings.Contains(policy, "frame-ancestors *") || !strings.Contains(policy, "connect-src 'self'") {
		t.Errorf("frame: %s", policy)
	}
	if text := frame.Body.String(); strings.Contains(text, "NONCE") || !strings.Contains(text, "no real money") {
		t.Error("the frame holds no nonce, or does not say that it is a test")
	}
}
