package hpp

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openhpp/openhpp/internal/weburl"
)

// PlaceOrderMode says how far the page goes after an authorization (docs/spec/hpp.md §5).
type PlaceOrderMode string

// The published modes.
const (
	PlaceNone    PlaceOrderMode = "NONE"
	PlaceOrder   PlaceOrderMode = "PLACE_ORDER"
	CaptureOrder PlaceOrderMode = "CAPTURE_ORDER"
)

// PurchaseType chooses the verb on the pay button (docs/spec/hpp.md §6).
type PurchaseType string

// The published purchase types.
const (
	Buy       PurchaseType = "BUY"
	Rent      PurchaseType = "RENT"
	Book      PurchaseType = "BOOK"
	Subscribe PurchaseType = "SUBSCRIBE"
	Download  PurchaseType = "DOWNLOAD"
	OrderIt   PurchaseType = "ORDER"
	Continue  PurchaseType = "CONTINUE"
	Pay       PurchaseType = "PAY"
)

// Image is a background picture and the screen width, in CSS pixels, it suits.
type Image struct {
	URL   string
	Width int64
}

// Options shape the page; all are fixed when the session is made.
type Options struct {
	BackgroundImages []Image
	LogoURL          string
	PageTitle        string     // empty: the page's own, in the payer's language
	Categories       []Category // empty: all the provider offers
	Fallback         bool       // after a decline, offer the other categories too
	PlaceOrderMode   PlaceOrderMode
	PurchaseType     PurchaseType
	HideSubtotal     bool
	SuccessRedirect  Redirect    // empty: at once
	FailureRedirect  Redirect    // empty: by a button
	Renewal          RenewalMode // of an expired page; empty: none
	Brand            Brand
	Support          Support
}

const (
	maxTitle  = 255 // characters
	maxImages = 20
	maxWidth  = 20000 // CSS pixels
)

// RequestedOptions are the options as a merchant sent them: enums in any case, nothing
// checked. What is empty was not said.
type RequestedOptions struct {
	BackgroundImages []Image
	LogoURL          string
	PageTitle        string
	Category         string
	Categories       []string
	Fallback         *bool
	PlaceOrderMode   string
	PurchaseType     string
	SubtotalDetail   string
	SuccessRedirect  string
	FailureRedirect  string
	Renewal          string
	Brand            RequestedBrand
	Support          Support
}

// withDefaults fills what was not said from a profile.
func (c RequestedOptions) withDefaults(other RequestedOptions) RequestedOptions {
	c.LogoURL = cmp.Or(c.LogoURL, other.LogoURL)
	c.PageTitle = cmp.Or(c.PageTitle, other.PageTitle)
	c.PlaceOrderMode = cmp.Or(c.PlaceOrderMode, other.PlaceOrderMode)
	c.PurchaseType = cmp.Or(c.PurchaseType, other.PurchaseType)
	c.SubtotalDetail = cmp.Or(c.SubtotalDetail, other.SubtotalDetail)
	c.SuccessRedirect = cmp.Or(c.SuccessRedirect, other.SuccessRedirect)
	c.FailureRedirect = cmp.Or(c.FailureRedirect, other.FailureRedirect)
	c.Renewal = cmp.Or(c.Renewal, other.Renewal)
	c.Fallback = cmp.Or(c.Fallback, other.Fallback)
	c.Brand = c.Brand.withDefaults(other.Brand)
	c.Support = c.Support.withDefaults(other.Support)
	if len(c.BackgroundImages) == 0 {
		c.BackgroundImages = other.BackgroundImages
	}
	if c.Category == "" && len(c.Categories) == 0 {
		c.Category, c.Categories = other.Category, other.Categories
	}
	return c
}

// canonical puts what was said into its canonical form, once it is checked.
func (c RequestedOptions) canonical() RequestedOptions {
	for _, word := range []*string{&c.Category, &c.PlaceOrderMode, &c.PurchaseType, &c.SubtotalDetail, &c.SuccessRedirect, &c.FailureRedirect, &c.Renewal} {
		*word = strings.ToUpper(*word)
	}
	c.Categories = slices.Clone(c.Categories)
	for i, word := range c.Categories {
		c.Categories[i] = strings.ToUpper(word)
	}
	c.Brand = c.Brand.canonical()
	return c
}

// parse checks the customization and puts enums into their canonical form
// (docs/spec/hpp.md §6).
func (c RequestedOptions) parse(f *fieldErrors, judge Contacts) Options {
	o := Options{
		BackgroundImages: c.BackgroundImages,
		LogoURL:          c.LogoURL,
		PageTitle:        singleLine(c.PageTitle),
		Fallback:         c.Fallback != nil && *c.Fallback,
		PlaceOrderMode:   parseEnum(f, "options.place_order_mode", c.PlaceOrderMode, PlaceNone, PlaceOrder, CaptureOrder),
		PurchaseType:     parseEnum(f, "options.purchase_type", c.PurchaseType, Buy, Rent, Book, Subscribe, Download, OrderIt, Continue, Pay),
		HideSubtotal:     parseEnum(f, "options.show_subtotal_detail", c.SubtotalDetail, "", subtotalHide) == subtotalHide,
		Categories:       c.parseCategories(f),
		SuccessRedirect:  successRedirect(f, c.SuccessRedirect),
		FailureRedirect:  failureRedirect(f, c.FailureRedirect),
		Renewal:          parseEnum(f, "options.renewal", c.Renewal, "", RenewalAsk, RenewalAutomatic),
		Brand:            c.Brand.parse(f),
		Support:          c.Support.parse(f, judge),
	}
	if utf8.RuneCountInString(o.PageTitle) > maxTitle || strings.ContainsFunc(o.PageTitle, unicode.IsControl) {
		f.add("options.page_title", fmt.Sprintf("must be at most %d characters, none of them a control character", maxTitle))
	}
	checkImage(f, "options.logo_url", o.LogoURL, true)
	if len(o.BackgroundImages) > maxImages {
		f.add("options.background_images", fmt.Sprintf("must be at most %d images", maxImages))
		return o
	}
	for i, image := range o.BackgroundImages {
		checkImage(f, fmt.Sprintf("options.background_images[%d].url", i), image.URL, false)
		if image.Width < 0 || image.Width > maxWidth {
			f.add(fmt.Sprintf("options.background_images[%d].width", i), fmt.Sprintf("must be 0 to %d pixels", maxWidth))
		}
	}
	return o
}

type subtotalDetail string

const subtotalHide subtotalDetail = "HIDE"

// parseEnum reads a published value in either case; the first one is the default.
func parseEnum[T ~string](f *fieldErrors, field, raw string, values ...T) T {
	if raw == "" {
		return values[0]
	}
	if value := T(strings.ToUpper(raw)); slices.Contains(values, value) {
		return value
	}
	f.add(field, "must be "+listOf(values))
	return values[0]
}

func listOf[T ~string](values []T) string {
	words := make([]string, 0, len(values))
	for _, v := range values {
		if v != "" {
			words = append(words, string(v))
		}
	}
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return "one of " + strings.Join(words, ", ")
}

// parseCategories reads the two ways of limiting the methods, of which a request
// may use one (docs/spec/hpp.md §1.1 rule 1).
func (c RequestedOptions) parseCategories(f *fieldErrors) []Category {
	if c.Category != "" && len(c.Categories) > 0 {
		f.add("options.payment_method_categories", "must not come together with options.payment_method_category")
		return nil
	}
	if c.Category != "" {
		return []Category{parseEnum(f, "options.payment_method_category", c.Category, Categories...)}
	}
	var chosen []Category
	for i, raw := range c.Categories {
		field := fmt.Sprintf("options.payment_method_categories[%d]", i)
		if raw == "" {
			f.add(field, "must be "+listOf(Categories))
			continue
		}
		if category := parseEnum(f, field, raw, Categories...); !slices.Contains(chosen, category) {
			chosen = append(chosen, category)
		}
	}
	return chosen
}

func checkImage(f *fieldErrors, field, raw string, optional bool) {
	if raw == "" && optional {
		return
	}
	if u, err := weburl.Callback(raw); err != nil {
		f.add(field, err.Error())
	} else if u.Scheme != "https" {
		f.add(field, "must be an https address")
	}
}
