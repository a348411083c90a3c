package page

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/page/assets"
)

// serveSDK answers the script that a till's own page loads (docs/spec/hpp.md §7.4). Its
// address stays the same for ever: caches ask every few minutes.
func (s *Server) serveSDK(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("Cross-Origin-Resource-Policy", "cross-origin")
	header.Set("Cache-Control", "public, max-age=300")
	assets.ServeAPI(w, r)
}
