package hpp

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Brand is how a merchant wants its pages to look, beyond the Theme that the
// provider was given, and before it. Empty members were not said
// (docs/page.md, "Look").
type Brand struct {
	GroundColor  string // "#rrggbb": behind what is bought
	AccentColor  string // "#rrggbb": of the button and of what is chosen
	Font         Font
	Corners      Corners
	ColorScheme  ColorScheme
	LogoGround   LogoGround
	HideShopName bool // the logo says it already
}

// Font is a family of typefaces that the payer's system has: none is loaded.
type Font string

// The fonts. What was never said is FontSans.
const (
	FontSans      Font = "SANS"
	FontHumanist  Font = "HUMANIST"
	FontGeometric Font = "GEOMETRIC"
	FontRounded   Font = "ROUNDED"
	FontSerif     Font = "SERIF"
	FontSlab      Font = "SLAB"
	FontMono      Font = "MONO"
)

// Corners is how round buttons and fields are: a word, or whole CSS pixels in
// digits.
type Corners string

// The words for corners.
const (
	CornersSquare Corners = "SQUARE"
	CornersSoft   Corners = "SOFT"
	CornersRound  Corners = "ROUND"
)

// maxCorners is the largest radius in CSS pixels: more would cut into the text of
// a field.
const maxCorners = 24

// ColorScheme says whether a page is light or dark.
type ColorScheme string

// The schemes. What was never said is SchemeAuto: as the payer's system is set.
const (
	SchemeAuto  ColorScheme = "AUTO"
	SchemeLight ColorScheme = "LIGHT"
	SchemeDark  ColorScheme = "DARK"
)

// LogoGround is what stands behind a logo.
type LogoGround string

// The grounds of a logo. What was never said is LogoGroundAuto: a ground only where
// the logo could not be seen without one.
const (
	LogoGroundAuto  LogoGround = "AUTO"
	LogoGroundNone  LogoGround = "NONE"
	LogoGroundWhite LogoGround = "WHITE"
)

// RequestedBrand is a brand as a merchant sent it: nothing checked, words in any
// case.
type RequestedBrand struct {
	GroundColor, AccentColor string
	Font                     string
	Corners                  string // a word or digits
	ColorScheme              string
	LogoGround               string
	ShopName                 string // SHOW or HIDE
}

func (b RequestedBrand) withDefaults(other RequestedBrand) RequestedBrand {
	return RequestedBrand{
		GroundColor: cmp.Or(b.GroundColor, other.GroundColor),
		AccentColor: cmp.Or(b.AccentColor, other.AccentColor),
		Font:        cmp.Or(b.Font, other.Font),
		Corners:     cmp.Or(b.Corners, other.Corners),
		ColorScheme: cmp.Or(b.ColorScheme, other.ColorScheme),
		LogoGround:  cmp.Or(b.LogoGround, other.LogoGround),
		ShopName:    cmp.Or(b.ShopName, other.ShopName),
	}
}

// canonical writes a checked brand as it is stored and read.
func (b RequestedBrand) canonical() RequestedBrand {
	for _, word := range []*string{&b.Font, &b.Corners, &b.ColorScheme, &b.LogoGround, &b.ShopName} {
		*word = strings.ToUpper(*word)
	}
	b.GroundColor, b.AccentColor = strings.ToLower(b.GroundColor), strings.ToLower(b.AccentColor)
	return b
}

const (
	showShopName = "SHOW"
	hideShopName = "HIDE"
)

func (b RequestedBrand) parse(f *fieldErrors) Brand {
	return Brand{
		GroundColor:  parseColor(f, "options.ground_color", b.GroundColor),
		AccentColor:  parseColor(f, "options.accent_color", b.AccentColor),
		Font:         parseEnum(f, "options.font", b.Font, "", FontSans, FontHumanist, FontGeometric, FontRounded, FontSerif, FontSlab, FontMono),
		Corners:      parseCorners(f, b.Corners),
		ColorScheme:  parseEnum(f, "options.color_scheme", b.ColorScheme, "", SchemeAuto, SchemeLight, SchemeDark),
		LogoGround:   parseEnum(f, "options.logo_ground", b.LogoGround, "", LogoGroundAuto, LogoGroundNone, LogoGroundWhite),
		HideShopName: parseEnum(f, "options.show_shop_name", b.ShopName, "", showShopName, hideShopName) == hideShopName,
	}
}

var hexColor = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)

func parseColor(f *fieldErrors, field, raw string) string {
	if raw != "" && !hexColor.MatchString(raw) {
		f.add(field, "must be # and six hexadecimal digits, such as #0d5b4a")
		return ""
	}
	return strings.ToLower(raw)
}

// parseCorners reads options.corners.
func parseCorners(f *fieldErrors, raw string) Corners {
	if pixels, err := strconv.Atoi(raw); err == nil && pixels >= 0 && pixels <= maxCorners {
		return Corners(strconv.Itoa(pixels))
	}
	switch word := Corners(strings.ToUpper(raw)); word {
	case "", CornersSquare, CornersSoft, CornersRound:
		return word
	}
	f.add("options.corners", fmt.Sprintf("must be SQUARE, SOFT, ROUND or 0 to %d pixels", maxCorners))
	return ""
}
