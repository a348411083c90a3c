package page

import (
	"net/http"
	"time"

	"github.com/openhpp/openhpp/internal/csp"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
)

// ServePreview answers a merchant with the page that a profile would give: the
// same HTML as payers get, of a sample purchase. The caller has checked whose
// profile it is.
func (s *Server) ServePreview(w http.ResponseWriter, r *http.Request, p hpp.ProfilePreview) {
	site := view.Site{Lang: chosenLanguage(r), Accept: r.Header.Get("Accept-Language"), Host: s.host()}
	s.MerchantImages.FetchNow(r.Context(), p.Options)
	v := hpp.PageView{Session: hpp.Session{Options: p.Options}}
	branded := s.brandedSite(r, v)
	site.Images, site.ImagePath = branded.Images, branded.ImagePath
	s.render(w, r, http.StatusOK, view.ForPreview(p, site, time.Now()))
}

// previewPolicy lets a preview load styles and our pictures, and nothing leave it.
func (s *Server) previewPolicy(nonce string) string {
	return csp.Policy{Styles: []string{csp.Nonce(nonce)}, Images: self, PlainText: true, Upgrade: s.usesTLS()}.String()
}
