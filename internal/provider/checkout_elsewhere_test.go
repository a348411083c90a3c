package provider_test

import (
	"net/http"
	"strings"
	"testing"
)

// away answers with a redirect.
func away(location string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", location)
		w.WriteHeader(http.StatusSeeOther)
	}
}

// A merchant's server may send the payer to a page of its own, and to nothing
// else: the purchase is stopped, and the payer goes nowhere.
func TestPayersAreSentToPagesAlone(t *testing.T) {
	for name, location := range map[string]string{
		"a way to another host": "https://good.example@evil.example/",
		"a way to a program":    "search-ms://query=x",
		"a way to an app":       "com.shop.app://x",
		"a script":              "javascript:alert(1)",
		"no such port":          "https://shop.example:99999/",
		"another path":          "https:///x",
		"a very long way":       "https://shop.example/" + strings.Repeat("a", 20_000),
		"letters that mislead":  "https://gооd.example/",
	} {
		t.Run(name, func(t *testing.T) {
			p := newProvider(t)
			shop := newCounter(t, away(location))
			id := p.checkout(tree{"merchant_urls": urls(tree{"validation": shop.URL + "/validation"})})
			p.try(id, "a", 22500, "")
			if a := p.try(id, "a", 22500, "123456"); a["result"] != "stopped" || a["redirect"] != nil {
				t.Errorf("%v, to %v", a["result"], a["redirect"])
			}
		})
	}
}
