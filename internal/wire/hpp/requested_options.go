package hppwire

import "github.com/openhpp/openhpp/internal/hpp"

// RequestedOptions are options as a merchant sent them, for the core to judge. Whether payment_fallback was said
// at all decides if a profile's counts.
func RequestedOptions(o Options, fallbackSaid bool) hpp.RequestedOptions {
	w := hpp.RequestedOptions{
		LogoURL:         o.LogoURL,
		PageTitle:       o.PageTitle,
		Category:        string(o.PaymentMethodCategory),
		PlaceOrderMode:  string(o.PlaceOrderMode),
		PurchaseType:    string(o.PurchaseType),
		SubtotalDetail:  string(o.ShowSubtotalDetail),
		SuccessRedirect: string(o.SuccessRedirect),
		FailureRedirect: string(o.FailureRedirect),
	}
	if fallbackSaid {
		w.Fallback = &o.PaymentFallback
	}
	for _, image := range o.BackgroundImages {
		w.BackgroundImages = append(w.BackgroundImages, hpp.Image{URL: image.URL, Width: image.Width})
	}
	for _, category := range o.PaymentMethodCategories {
		w.Categories = append(w.Categories, string(category))
	}
	return w
}
