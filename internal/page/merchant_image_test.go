package page

import (
	"log/slog"
	"net/http"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

func TestLogoIsShownAndServed(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.visit.Session.Options.LogoURL = "https://shop.example.com/logo.png"
	h, _ := server(f)
	contains(t, get(h, below), `<img class="logo" src="/pictures/logo.png" alt="" width="100" height="50"`)
	w := get(h, "/pictures/logo.png")
	status(t, w, http.StatusOK)
	if w.Header().Get("Content-Type") != "image/png" || w.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" || w.Body.String() != "png" {
		t.Errorf("%v, %q", w.Header(), w.Body)
	}
	status(t, get(h, "/pictures/other.png"), http.StatusNotFound)
}

// A page without pictures is whole.
func TestPicturesNeverStandInTheWay(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.visit.Session.Options.LogoURL = "https://shop.example.com/logo.png"
	mux := web.NewTable()
	(&Server{
		Live: NewLive(), MerchantImages: gallery{err: errBroken}, Payments: f, Region: "eu", PublicURL: origin,
		Log: slog.New(slog.DiscardHandler),
	}).Mount(mux)
	w := get(mux, below)
	status(t, w, http.StatusOK)
	contains(t, w, `<span class="mark"`)
}
