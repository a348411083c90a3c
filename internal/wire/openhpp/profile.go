package openhppwire

import (
	"github.com/openhpp/openhpp/internal/hpp"
	hppwire "github.com/openhpp/openhpp/internal/wire/hpp"
)

// ProfileRequest is a profile as a merchant sends it.
type ProfileRequest struct {
	Name           string          `json:"name"`
	Options        hppwire.Options `json:"options"`
	Channels       []string        `json:"channels"`
	View           string          `json:"view"`
	Locale         string          `json:"locale"`
	FrameAncestors []string        `json:"frame_ancestors"`
	AppSchemes     []string        `json:"app_schemes"`
}

// Draft hands the request to the core as it was sent. fallbackSaid tells
// whether options.payment_fallback was there at all.
func (r ProfileRequest) Draft(fallbackSaid bool) hpp.ProfileInput {
	return hpp.ProfileInput{
		Name: r.Name, Options: hppwire.RequestedOptions(r.Options, fallbackSaid), Channels: r.Channels,
		View: r.View, Locale: r.Locale, Origins: r.FrameAncestors, AppSchemes: r.AppSchemes,
	}
}

// ProfileList is a merchant's profiles.
type ProfileList struct {
	Profiles []Profile `json:"profiles"`
}

// Profile is one as it is kept.
type Profile struct {
	ProfileID      string            `json:"profile_id"`
	Name           string            `json:"name,omitempty"`
	Options        options           `json:"options"`
	Channels       []hpp.TillChannel `json:"channels"`
	View           hpp.TillMode      `json:"view"`
	Locale         string            `json:"locale,omitempty"`
	FrameAncestors []string          `json:"frame_ancestors,omitempty"`
	AppSchemes     []string          `json:"app_schemes,omitempty"`
	UpdatedAt      hppwire.Timestamp `json:"updated_at"`
}

// options are those that were said: a false that was said is one of them.
type options struct {
	BackgroundImages        []hppwire.BackgroundImage `json:"background_images,omitempty"`
	LogoURL                 string                    `json:"logo_url,omitempty"`
	PageTitle               string                    `json:"page_title,omitempty"`
	PaymentMethodCategory   string                    `json:"payment_method_category,omitempty"`
	PaymentMethodCategories []string                  `json:"payment_method_categories,omitempty"`
	PaymentFallback         *bool                     `json:"payment_fallback,omitempty"`
	PlaceOrderMode          string                    `json:"place_order_mode,omitempty"`
	PurchaseType            string                    `json:"purchase_type,omitempty"`
	ShowSubtotalDetail      string                    `json:"show_subtotal_detail,omitempty"`
	SuccessRedirect         string                    `json:"success_redirect,omitempty"`
	FailureRedirect         string                    `json:"failure_redirect,omitempty"`
	Renewal                 string                    `json:"renewal,omitempty"`
	GroundColor             string                    `json:"ground_color,omitempty"`
	AccentColor             string                    `json:"accent_color,omitempty"`
	Font                    string                    `json:"font,omitempty"`
	Corners                 string                    `json:"corners,omitempty"`
	ColorScheme             string                    `json:"color_scheme,omitempty"`
	LogoGround              string                    `json:"logo_ground,omitempty"`
	ShowShopName            string                    `json:"show_shop_name,omitempty"`
	SupportURL              string                    `json:"support_url,omitempty"`
	SupportEmail            string                    `json:"support_email,omitempty"`
	SupportPhone            string                    `json:"support_phone,omitempty"`
	TermsURL                string                    `json:"terms_url,omitempty"`
}

// ProfileBody writes a profile.
func ProfileBody(p hpp.Profile) Profile {
	channels := p.Channels
	if len(channels) == 0 {
		channels = hpp.TillChannels
	}
	return Profile{
		ProfileID: p.ID, Name: p.Name, Options: optionsOf(p.Options), Channels: channels, View: p.TillMode, Locale: p.Locale,
		FrameAncestors: p.Origins, AppSchemes: p.AppSchemes, UpdatedAt: hppwire.Timestamp(p.UpdatedAt),
	}
}

func optionsOf(w hpp.RequestedOptions) options {
	o := options{
		LogoURL: w.LogoURL, PageTitle: w.PageTitle, PaymentMethodCategory: w.Category, PaymentMethodCategories: w.Categories,
		PaymentFallback: w.Fallback, PlaceOrderMode: w.PlaceOrderMode, PurchaseType: w.PurchaseType, ShowSubtotalDetail: w.SubtotalDetail,
		SuccessRedirect: w.SuccessRedirect, FailureRedirect: w.FailureRedirect, Renewal: w.Renewal,
		GroundColor: w.Brand.GroundColor, AccentColor: w.Brand.AccentColor, Font: w.Brand.Font, Corners: w.Brand.Corners,
		ColorScheme: w.Brand.ColorScheme, LogoGround: w.Brand.LogoGround, ShowShopName: w.Brand.ShopName,
		SupportURL: w.Support.URL, SupportEmail: w.Support.Email, SupportPhone: w.Support.Phone, TermsURL: w.Support.Terms,
	}
	for _, image := range w.BackgroundImages {
		o.BackgroundImages = append(o.BackgroundImages, hppwire.BackgroundImage{URL: image.URL, Width: image.Width})
	}
	return o
}
