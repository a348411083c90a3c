package app

import (
	"context"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchantimage"
)

// previewTimeout is how long a preview waits for its merchant's images.
const previewTimeout = 5 * time.Second

// FetchNow implements page.MerchantImages. One preview at a time fetches; another
// one shows what is kept.
func (p pictures) FetchNow(ctx context.Context, o hpp.Options) {
	select {
	case p.previews <- struct{}{}:
		defer func() { <-p.previews }()
	default:
		return
	}
	ctx, cancel := context.WithTimeout(ctx, previewTimeout)
	defer cancel()
	// What cannot be had is left out, as on every page.
	if o.LogoURL != "" {
		_ = p.fetcher.Fetch(ctx, merchantimage.Logo, o.LogoURL)
	}
	for _, image := range o.BackgroundImages {
		_ = p.fetcher.Fetch(ctx, merchantimage.Background, image.URL)
	}
}
