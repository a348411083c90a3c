package sessionjson

import (
	"encoding/json"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
)

// profile is the stored shape of a merchant's defaults.
type profile struct {
	Name     string            `json:"name,omitempty"`
	Options  requestedOptions  `json:"wishes,omitzero"`
	Channels []hpp.TillChannel `json:"channels,omitempty"`
	View     hpp.TillMode      `json:"view"`
	Locale   string            `json:"locale,omitempty"`
	Origins  []string          `json:"origins,omitempty"`
	Schemes  []string          `json:"app_schemes,omitempty"`
}

type requestedOptions struct {
	BackgroundImages []image  `json:"background_images,omitempty"`
	LogoURL          string   `json:"logo_url,omitempty"`
	PageTitle        string   `json:"page_title,omitempty"`
	Category         string   `json:"category,omitempty"`
	Categories       []string `json:"categories,omitempty"`
	Fallback         *bool    `json:"fallback,omitempty"`
	PlaceOrderMode   string   `json:"place_order_mode,omitempty"`
	PurchaseType     string   `json:"purchase_type,omitempty"`
	SubtotalDetail   string   `json:"subtotal_detail,omitempty"`
	SuccessRedirect  string   `json:"success_redirect,omitempty"`
	FailureRedirect  string   `json:"failure_redirect,omitempty"`
	Renewal          string   `json:"renewal,omitempty"`

	Brand   requestedBrand `json:"brand,omitzero"`
	Support support        `json:"support,omitzero"`
}

// EncodeProfile writes everything of a profile but its key and its time.
func EncodeProfile(p hpp.Profile) ([]byte, error) {
	w := p.Options
	text, err := json.Marshal(profile{
		Name: p.Name, Channels: p.Channels, View: p.TillMode, Locale: p.Locale, Origins: p.Origins, Schemes: p.AppSchemes,
		Options: requestedOptions{
			convert(w.BackgroundImages, func(i hpp.Image) image { return image(i) }), w.LogoURL, w.PageTitle,
			w.Category, w.Categories, w.Fallback, w.PlaceOrderMode, w.PurchaseType, w.SubtotalDetail,
			w.SuccessRedirect, w.FailureRedirect, w.Renewal, requestedBrand(w.Brand), support(w.Support),
		},
	})
	if err != nil {
		return nil, fmt.Errorf("encode profile %s: %w", p.ID, err)
	}
	return text, nil
}

// DecodeProfile reads what EncodeProfile wrote.
func DecodeProfile(text []byte) (hpp.Profile, error) {
	var d profile
	if err := Read(text, &d); err != nil {
		return hpp.Profile{}, fmt.Errorf("decode profile: %w", err)
	}
	w := d.Options
	return hpp.Profile{
		Name: d.Name, Channels: d.Channels, TillMode: d.View, Locale: d.Locale, Origins: d.Origins, AppSchemes: d.Schemes,
		Options: hpp.RequestedOptions{
			BackgroundImages: convert(w.BackgroundImages, func(i image) hpp.Image { return hpp.Image(i) }),
			LogoURL:          w.LogoURL, PageTitle: w.PageTitle, Category: w.Category, Categories: w.Categories, Fallback: w.Fallback,
			PlaceOrderMode: w.PlaceOrderMode, PurchaseType: w.PurchaseType, SubtotalDetail: w.SubtotalDetail,
			SuccessRedirect: w.SuccessRedirect, FailureRedirect: w.FailureRedirect, Renewal: w.Renewal,
			Brand: hpp.RequestedBrand(w.Brand), Support: hpp.Support(w.Support),
		},
	}, nil
}
