package csp_test

import (
	"testing"

	"github.com/openhpp/openhpp/internal/csp"
)

func TestPolicy(t *testing.T) {
	for name, c := range map[string]struct {
		policy csp.Policy
		want   string
	}{
		"nothing": {csp.Policy{}, "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"},
		"a page": {
			csp.Policy{Scripts: []string{csp.Nonce("R"), csp.StrictDynamic}, Styles: []string{csp.Nonce("R")}, Images: []string{csp.Self}, Forms: []string{csp.Self}, PlainText: true, Upgrade: true},
			"default-src 'none'; script-src 'nonce-R' 'strict-dynamic'; style-src 'nonce-R'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " +
				"object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'; upgrade-insecure-requests",
		},
		"framed": {
			csp.Policy{Fonts: []string{csp.Self}, Connections: []string{csp.Self}, Frames: []string{csp.Self}, Framers: []string{"https://a.example", "https://b.example"}},
			"default-src 'none'; font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors https://a.example https://b.example; object-src 'none'",
		},
		"a letter": {
			csp.Policy{Sandboxed: true, Styles: []string{csp.Inline}, Framers: []string{csp.Self}},
			"default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; object-src 'none'; sandbox",
		},
	} {
		if got := c.policy.String(); got != c.want {
			t.Errorf("%s:\n%s, want\n%s", name, got, c.want)
		}
	}
	if got := csp.Hash("a{}"); got != "'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk='" {
		t.Errorf("the hash is %s", got)
	}
}
