package payment

import (
	"crypto/subtle"
	"embed"
	"io"
	"io/fs"
	"net/http"

	"github.com/openhpp/openhpp/internal/csp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/web"
)

// assetPath is where the pictures of the categories are served.
const assetPath = "/playground/assets/"

//go:embed assets/*.svg
var assets embed.FS

// redirect sends a browser on to the merchant's confirmation page. A wrong
// proof is answered like a session that does not exist.
func (s *Service) redirect(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("session_id")
	var to string
	err := error(ErrNoSession)
	if subtle.ConstantTimeCompare([]byte(r.URL.Query().Get("key")), []byte(s.proof(id))) == 1 {
		to, err = s.Confirmation(r.Context(), id)
	}
	if err != nil {
		endpoint.WriteError(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	if to == "" {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		_, _ = io.WriteString(w, "Done. You can close this page.\n")
		return
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

func (s *Service) asset(w http.ResponseWriter, r *http.Request) {
	picture, err := fs.ReadFile(assets, "assets/"+r.PathValue("file"))
	if err != nil {
		web.WriteError(w, r, http.StatusNotFound, "NOT_FOUND", "There is nothing at this address")
		return
	}
	header := w.Header()
	header.Set("Content-Type", "image/svg+xml")
	header.Set(csp.Header, csp.Policy{Sandboxed: true, Framers: []string{"*"}}.String())
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cross-Origin-Resource-Policy", "cross-origin") // made for merchants' checkouts
	header.Set("Cache-Control", "public, max-age=86400")
	_, _ = w.Write(picture)
}
