package page

import (
	"net/http"
	"strings"

	"github.com/openhpp/openhpp/internal/page/assets"
)

// asset serves the files that pages name.
func (s *Server) asset(w http.ResponseWriter, r *http.Request) {
	if !assets.Serve(w, r, strings.TrimPrefix(r.URL.Path, assets.Prefix)) {
		s.missing(w, r)
	}
}
