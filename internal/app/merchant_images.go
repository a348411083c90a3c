package app

import (
	"context"
	"errors"
	"time"

	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchantimage"
	"github.com/openhpp/openhpp/internal/page/view"
)

// imageBackoff is when a merchant's image is tried: while a payer may still see
// it. Without it the page is whole.
var imageBackoff = []time.Duration{0, 5 * time.Second, time.Minute, 10 * time.Minute}

// forPictures allows larger answers than callbacks need.
func forPictures(c egress.Config) egress.Config {
	c.MaxBody = merchantimage.MaxBytes
	return c
}

// fetchPictures fetches what a session's options name.
func (a *App) fetchPictures(ctx context.Context, id hpp.SessionID) error {
	s, err := a.sessions.Store.Find(ctx, id)
	if err != nil {
		return err
	}
	var failed []error
	if s.Options.LogoURL != "" {
		failed = append(failed, a.pictures.Fetch(ctx, merchantimage.Logo, s.Options.LogoURL))
	}
	for _, image := range s.Options.BackgroundImages {
		failed = append(failed, a.pictures.Fetch(ctx, merchantimage.Background, image.URL))
	}
	return errors.Join(failed...)
}

// pictures answers the page from what is kept.
type pictures struct {
	fetcher  merchantimage.Fetcher
	previews chan struct{} // room for the one preview that fetches
}

// FindNames implements page.MerchantImages.
func (p pictures) FindNames(ctx context.Context, o hpp.Options) (view.Images, error) {
	var found view.Images
	if o.LogoURL != "" {
		logos, err := p.fetcher.Find(ctx, merchantimage.Logo, o.LogoURL)
		if err != nil {
			return view.Images{}, err
		}
		logo := logos[o.LogoURL]
		found.Logo = view.Image{Name: logo.Image, Width: logo.Width, Height: logo.Height, Tone: view.LogoTone(merchantimage.ToneOf(logo.Image))}
	}
	addresses := make([]string, len(o.BackgroundImages))
	for i, image := range o.BackgroundImages {
		addresses[i] = image.URL
	}
	images, err := p.fetcher.Find(ctx, merchantimage.Background, addresses...)
	if err != nil {
		return view.Images{}, err
	}
	for _, image := range o.BackgroundImages {
		if source, ok := images[image.URL]; ok {
			found.Backgrounds = append(found.Backgrounds, view.Background{Name: source.Image, Width: image.Width})
		}
	}
	return found, nil
}

// ReadImage implements page.MerchantImages.
func (p pictures) ReadImage(ctx context.Context, name string) (kind string, bytes []byte, err error) {
	made, err := p.fetcher.Store.Image(ctx, name)
	if errors.Is(err, merchantimage.ErrUnknown) {
		return "", nil, hpp.ErrNotFound
	}
	return made.Kind, made.Bytes, err
}
