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
		Renewal:         string(o.Renewal),
		Brand: hpp.RequestedBrand{
			GroundColor: o.GroundColor, AccentColor: o.AccentColor, Font: string(o.Font), Corners: string(o.Corners),
			ColorScheme: string(o.ColorScheme), LogoGround: string(o.LogoGround), ShopName: string(o.ShowShopName),
		},
		Support: hpp.Support{URL: o.SupportURL, Email: o.SupportEmail, Phone: o.SupportPhone, Terms: o.TermsURL},
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
