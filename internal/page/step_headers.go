package page

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/csp"
	"github.com/openhpp/openhpp/internal/page/view"
)

// stepPermissions are the browser features that nobody needs on the provider's
// step; the others are the provider's frames' to ask for.
const stepPermissions = "usb=(), browsing-topics=()"

// setStepHeaders sets the policy of the one page on which a provider's script runs:
// what comes from the provider's origins, and from no others
// (docs/spec/decisions.md §8). A window that the script opens may answer it. The
// script's owner learns our origin, and no address.
func (s *Server) setStepHeaders(header http.Header, nonce string, step *view.Step) {
	theirs := frameAncestors(step.Origins)
	withSelf := append([]string{csp.Self}, theirs...)
	policy := csp.Policy{
		Scripts: append([]string{csp.Nonce(nonce), csp.StrictDynamic}, theirs...),
		Styles:  append([]string{csp.Nonce(nonce)}, theirs...),
		Images:  withSelf, Fonts: withSelf, Connections: withSelf, Frames: theirs, Forms: self,
	}
	if step.InlineStyles {
		policy.Styles = append([]string{csp.Inline}, theirs...) // a nonce would make browsers ignore it
	}
	header.Set(csp.Header, policy.String())
	header.Set("Cross-Origin-Opener-Policy", "same-origin-allow-popups")
	header.Set("Permissions-Policy", stepPermissions)
	header.Set("Referrer-Policy", "strict-origin")
}
