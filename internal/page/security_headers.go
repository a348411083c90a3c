package page

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/openhpp/openhpp/internal/csp"
)

// permissions are the browser features no page here ever asks for.
const permissions = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"

// setSecurityHeaders sets the headers of safety's browser policy on an answer. Without a
// nonce no script and no style may run at all; without framers nobody may show
// the answer in a frame.
func (s *Server) setSecurityHeaders(header http.Header, nonce string, framers []string) {
	header.Set(csp.Header, s.contentSecurityPolicy(nonce, framers))
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Permissions-Policy", permissions)
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("X-Frame-Options", "DENY")
	header.Set("Cache-Control", "no-store")
	header.Del("Cross-Origin-Embedder-Policy")
	if len(framers) > 0 {
		header.Del("X-Frame-Options") // it knows no origins
		// A page that isolates itself frames only what allows it and does so too.
		header.Set("Cross-Origin-Resource-Policy", "cross-origin")
		header.Set("Cross-Origin-Embedder-Policy", "require-corp")
	}
}

// frameAncestors are the origins that may stand in a header as they are. The core
// takes no others.
func frameAncestors(origins []string) []string {
	return slices.DeleteFunc(slices.Clone(origins), func(origin string) bool {
		u, err := url.Parse(origin)
		return err != nil || u.Host == "" || origin != u.Scheme+"://"+u.Host || strings.ContainsAny(origin, ",;'")
	})
}

func (s *Server) contentSecurityPolicy(nonce string, framers []string) string {
	policy := csp.Policy{
		Images: self, Fonts: self, Connections: self, Forms: self, Framers: framers, PlainText: true, Upgrade: s.usesTLS(),
	}
	if nonce != "" {
		policy.Scripts, policy.Styles = []string{csp.Nonce(nonce), csp.StrictDynamic}, []string{csp.Nonce(nonce)}
	}
	return policy.String()
}

var self = []string{csp.Self}

func (s *Server) usesTLS() bool { return strings.HasPrefix(s.PublicURL, "https:") }
