package sessionjson

import "github.com/openhpp/openhpp/internal/hpp"

// brand is the stored shape of how a merchant wants its pages to look.
type brand struct {
	GroundColor  string          `json:"ground_color,omitempty"`
	AccentColor  string          `json:"accent_color,omitempty"`
	Font         hpp.Font        `json:"font,omitempty"`
	Corners      hpp.Corners     `json:"corners,omitempty"`
	ColorScheme  hpp.ColorScheme `json:"color_scheme,omitempty"`
	LogoGround   hpp.LogoGround  `json:"logo_ground,omitempty"`
	HideShopName bool            `json:"hide_shop_name,omitempty"`
}

// requestedBrand is the same in a profile: as it was said.
type requestedBrand struct {
	GroundColor string `json:"ground_color,omitempty"`
	AccentColor string `json:"accent_color,omitempty"`
	Font        string `json:"font,omitempty"`
	Corners     string `json:"corners,omitempty"`
	ColorScheme string `json:"color_scheme,omitempty"`
	LogoGround  string `json:"logo_ground,omitempty"`
	ShopName    string `json:"shop_name,omitempty"`
}

// support is the stored shape of where a payer can ask the shop.
type support struct {
	URL   string `json:"url,omitempty"`
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"`
	Terms string `json:"terms,omitempty"`
}
