package page

import (
	"net/http"
	"strings"
)

// permissions are the browser features no page here ever asks for.
const permissions = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"

// policy sets the headers of safety's browser policy on an answer. Without a
// nonce no script and no style may run at all.
func (s *Server) policy(header http.Header, nonce string) {
	header.Set("Content-Security-Policy", s.contentPolicy(nonce))
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Permissions-Policy", permissions)
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("X-Frame-Options", "DENY")
	header.Set("Cache-Control", "no-store")
	if s.encrypted() {
		header.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
	}
}

func (s *Server) contentPolicy(nonce string) string {
	rules := []string{"default-src 'none'"}
	if nonce != "" {
		rules = append(rules, "script-src 'nonce-"+nonce+"' 'strict-dynamic'", "style-src 'nonce-"+nonce+"'")
	}
	rules = append(rules,
		"img-src 'self'", "font-src 'self'", "connect-src 'self'", "form-action 'self'", "base-uri 'none'",
		"frame-ancestors 'none'", "object-src 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'")
	if s.encrypted() {
		rules = append(rules, "upgrade-insecure-requests")
	}
	return strings.Join(rules, "; ")
}

func (s *Server) encrypted() bool { return strings.HasPrefix(s.PublicURL, "https:") }
