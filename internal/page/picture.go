package page

import (
	"net/http"
	"strings"

	"github.com/openhpp/openhpp/internal/page/assets"
	"github.com/openhpp/openhpp/internal/page/view"
	"github.com/openhpp/openhpp/internal/web"
)

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
