package page

import (
	"context"
	"net/http"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
)

// merchantImagePath is the path below which merchants' images are served.
const merchantImagePath = "/pictures/"

// MerchantImages are the merchants' images as this server keeps them.
type MerchantImages interface {
	// FindNames answers the name of the logo and of each background that is kept;
	// the page does without the others, and never waits for one.
	FindNames(ctx context.Context, o hpp.Options) (view.Images, error)
	// FetchNow fetches what is not kept yet, within seconds, as far as that can be
	// done: for a merchant's preview alone.
	FetchNow(ctx context.Context, o hpp.Options)
	// ReadImage answers a kept picture by its name, hpp.ErrNotFound without one.
	ReadImage(ctx context.Context, name string) (kind string, bytes []byte, err error)
}

// brandedSite is the site with the pictures that a session's merchant wants
// there, and its test persons.
func (s *Server) brandedSite(r *http.Request, page hpp.PageView) view.Site {
	site, o := s.withReceipt(s.withTestPersons(s.site(r), page), r, page), page.Session.Options
	if o.LogoURL == "" && len(o.BackgroundImages) == 0 {
		return site
	}
	found, err := s.MerchantImages.FindNames(r.Context(), o)
	if err != nil {
		s.Log.WarnContext(r.Context(), "pictures unreadable", "error", err)
		return site
	}
	site.Images, site.ImagePath = found, s.prefix()+merchantImagePath
	return site
}

// shown serves a picture. Its name is the hash of its content: it never
// changes, and caches keep it for a year.
func (s *Server) serveMerchantImage(w http.ResponseWriter, r *http.Request) {
	kind, bytes, err := s.MerchantImages.ReadImage(r.Context(), strings.TrimPrefix(r.URL.Path, merchantImagePath))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = w.Write(bytes)
}
