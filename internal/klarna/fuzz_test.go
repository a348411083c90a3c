package klarna

import (
	"encoding/json"
	"net/url"
	"testing"
)

// Whatever an upstream answers is read without harm, and an order made of it is
// JSON that does not change.
func FuzzSession(f *testing.F) {
	f.Add([]byte(`{"status":"incomplete","order_lines":[{"name":"Cap"}],"merchant_urls":{"confirmation":"https://shop.test"},"expires_at":"2026-11-25T10:48:16.680+01:00"}`))
	f.Add([]byte(`{"status":1}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var s session
		if decode(call{into: &s}, text) != nil {
			return
		}
		known := s.known()
		body, err := s.orderBody()
		again, _ := s.orderBody()
		if err != nil || !json.Valid(body) || string(body) != string(again) || len(known.Methods) != len(s.Categories) {
			t.Errorf("%q: %s, %v", text, body, err)
		}
	})
}

func FuzzCheckoutOrder(f *testing.F) {
	f.Add([]byte(`{"status":"checkout_incomplete","merchant_urls":{"confirmation":"https://shop.test/?a=1"}}`))
	f.Add([]byte(`{"merchant_urls":{"confirmation":1}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var o checkoutOrder
		if decode(call{into: &o}, text) != nil {
			return
		}
		_, _ = o.purchase(), o.end()
		before := o.address("confirmation")
		kept := originalOf(before)
		if rewritten := "https://pay.test/r?" + (url.Values{originalMember: {kept}}).Encode(); kept != "" && originalOf(rewritten) != kept {
			t.Errorf("%q is kept as %q", before, originalOf(rewritten))
		}
	})
}

func FuzzEnvelope(f *testing.F) {
	f.Add([]byte(`{"error_code":"BAD_VALUE","error_messages":["Bad value: a.b"]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		e, ok := envelopeOf(text)
		if ok && len(e.refusal(400).Message) > maxMessage {
			t.Errorf("%q: %q", text, e.refusal(400).Message)
		}
	})
}
