package hpp

// PlaceOrderMode says how far the page goes after an authorization (hpp.md §5).
type PlaceOrderMode string

// The published modes.
const (
	PlaceNone    PlaceOrderMode = "NONE"
	PlaceOrder   PlaceOrderMode = "PLACE_ORDER"
	CaptureOrder PlaceOrderMode = "CAPTURE_ORDER"
)

// PurchaseType chooses the verb on the pay button (hpp.md §6).
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
}
