package checkout

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// The markup is what shops rely on (docs/spec/snippet.md S1), whatever a merchant is
// called.
func TestSnippet(t *testing.T) {
	s := &Service{Secret: []byte("secret"), PublicURL: "https://pay.test", SnippetScript: "https://pay.test/b.js"}
	o := Order{ID: "c-1", Shop: `</script><script>alert("1")`, Status: StatusIncomplete, Purchase: Purchase{PurchaseCountry: "SE", PurchaseCurrency: "SEK", Locale: "sv-SE"}}
	text := s.snippet(o)
	if strings.Count(text, "<script") != 1 || strings.Count(text, "/script>") != 1 || strings.Contains(text, "<script src") || len(text) > 4<<10 {
		t.Errorf("%d bytes: %s", len(text), text)
	}
	if strings.Count(text, `href="`+s.link("c-1")+`"`) != 2 || !strings.HasPrefix(text, `<div id="klarna-checkout-container"`) || !strings.Contains(text, `<div id="klarna-unsupported-page" hidden>`) {
		t.Errorf("no link, or no container: %s", text)
	}
	var config map[string]any
	found := regexp.MustCompile(`\(window, document, (\{.*\})\)</script>`).FindStringSubmatch(text)
	if found == nil || json.Unmarshal([]byte(found[1]), &config) != nil {
		t.Fatalf("no configuration: %s", text)
	}
	for name, want := range map[string]any{
		"BOOTSTRAP_SRC": "https://pay.test/b.js", "ORDER_URL": "https://pay.test/playground/kcoc/v1/orders/c-1", "AUTH_HEADER": "KlarnaCheckout " + s.scriptProof("c-1"),
		"PURCHASE_COUNTRY": "swe", "LOCALE": "sv-se", "MERCHANT_NAME": o.Shop, "ORDER_STATUS": "checkout_incomplete", "TESTDRIVE": true, "container": "klarna-checkout-container",
	} {
		if config[name] != want {
			t.Errorf("%s is %v, want %v", name, config[name], want)
		}
	}
	if s.scriptProof("c-1") == s.proof("c-1") || s.scriptProof("c-1") == s.scriptProof("c-2") {
		t.Error("one proof opens two things")
	}
	s.SnippetScript = ""
	if text := s.snippet(o); strings.Contains(text, "script") || !strings.Contains(text, s.link("c-1")) {
		t.Errorf("without a script: %s", text)
	}
}
