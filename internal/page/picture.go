package page

import (
	"net/http"
	"strings"

	"github.com/openhpp/openhpp/internal/page/assets"
	"github.com/openhpp/openhpp/internal/page/view"
	"github.com/openhpp/openhpp/internal/qr"
	"github.com/openhpp/openhpp/internal/web"
)

// code answers the picture by which a payer goes on with this page on a phone.
// Only the page itself shows it: whoever has its address has the page's too.
func (s *Server) code(w http.ResponseWriter, r *http.Request) {
	link := r.PathValue("link")
	if _, err := s.Payments.Open(r.Context(), link); err != nil {
		s.fail(w, r, err)
		return
	}
	s.picture(w, r, strings.TrimRight(s.PublicURL, "/")+s.below(link))
}

// qr answers the picture of a payment link, by a token that opens nothing but
// the picture (decisions.md §5). Merchants put it on their own pages and
// receipts, so other origins may load it.
func (s *Server) qr(w http.ResponseWriter, r *http.Request) {
	address, err := s.Payments.QR(r.Context(), r.PathValue("link"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	s.picture(w, r, address)
}

// picture answers an address as a QR code.
func (s *Server) picture(w http.ResponseWriter, r *http.Request, address string) {
	code, err := qr.Encode(address)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Vary", "Accept")
	kind, picture := "image/svg+xml", code.SVG
	if wantsPNG(r) {
		kind, picture = "image/png", code.PNG
	}
	w.Header().Set("Content-Type", kind)
	_, _ = w.Write(picture())
}

// wantsPNG reports a client that asks for PNG by name, or by Accept without
// taking SVG as well.
func wantsPNG(r *http.Request) bool {
	if strings.HasSuffix(r.URL.Path, ".png") {
		return true
	}
	accept := strings.Join(r.Header.Values("Accept"), ",")
	return strings.Contains(accept, "image/png") && !strings.Contains(accept, "image/svg")
}

// distribution stands where the clerk's page will be, in the form that the
// client reads.
func (s *Server) distribution(w http.ResponseWriter, r *http.Request) {
	if strings.Contains(r.Header.Get("Accept"), "text/html") {
		s.render(w, r, http.StatusNotImplemented, view.ForDistribution(s.site(r)))
		return
	}
	web.WriteError(w, r, http.StatusNotImplemented, "NOT_IMPLEMENTED", "Distribution of payment links is not available on this server yet")
}

// asset serves the files that pages name.
func (s *Server) asset(w http.ResponseWriter, r *http.Request) {
	if !assets.Serve(w, r, strings.TrimPrefix(r.URL.Path, assets.Prefix)) {
		s.missing(w, r)
	}
}
