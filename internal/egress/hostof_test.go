package egress

import (
	"net/url"
	"testing"
)

// Names cost nothing: as many as one likes of one domain are one host.
func TestHostOf(t *testing.T) {
	allow, err := ParseAllow([]string{"shop.internal", "*.svc.example"})
	if err != nil {
		t.Fatal(err)
	}
	c := Config{Allow: allow}
	for address, want := range map[string]string{
		"https://Shop.example/a":              "shop.example",
		"https://shop.example:443":            "shop.example",
		"https://shop.example./b":             "shop.example",
		"https://a1.shop.example/":            "shop.example",
		"https://a2.b.c.shop.example:8443/":   "shop.example",
		"https://a.shop.co.uk/":               "shop.co.uk",
		"https://kim.github.io/":              "kim.github.io", // each of these is somebody else's
		"https://8.8.8.8/":                    "8.8.8.8:443",
		"https://[2a00:1450:4001::1]:8443/":   "2a00:1450:4001::1:8443",
		"http://127.0.0.1:3000/":              "127.0.0.1:3000",
		"http://localhost:3000/":              "localhost:3000",
		"http://a.localhost:3000/":            "a.localhost:3000",
		"http://shop/":                        "shop:80",
		"http://shop.internal:3000/":          "shop.internal:3000",
		"http://one.svc.example:3000/":        "one.svc.example:3000",
		"https://xn--bcher-kva.example/büche": "xn--bcher-kva.example",
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.hostOf(u); got != want {
			t.Errorf("%s is %s, want %s", address, got, want)
		}
	}
}
