package page

import (
	"net/http"
	"strings"

	"github.com/openhpp/openhpp/internal/page/assets"
)

// serveAsset serves the files that pages name.
func (s *Server) serveAsset(w http.ResponseWriter, r *http.Request) {
	if !assets.Serve(w, r, strings.TrimPrefix(r.URL.Path, assets.Prefix)) {
		s.answerMissing(w, r)
	}
}
