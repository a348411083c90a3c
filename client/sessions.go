package client

import (
	"context"
	"net/http"
	"time"
)

// Status is the state of a hosted payment page (docs/spec/hpp.md §2.1). Completed,
// Cancelled and Disabled are final; after the others a payer may still pay.
type Status string

// The published states.
const (
	Waiting    Status = "WAITING"
	InProgress Status = "IN_PROGRESS"
	Completed  Status = "COMPLETED"
	Failed     Status = "FAILED"
	Back       Status = "BACK"
	Cancelled  Status = "CANCELLED"
	Errored    Status = "ERROR"
	Disabled   Status = "DISABLED"
)

// Final reports whether nothing can happen to the page any more.
func (s Status) Final() bool { return s == Completed || s == Cancelled || s == Disabled }

// Mode says how far the page goes after the payer's authorization (docs/spec/hpp.md §5).
type Mode string

// The published modes. With ModeNone the shop places the order itself, with
// the session's AuthorizationToken.
const (
	ModeNone         Mode = "NONE"
	ModePlaceOrder   Mode = "PLACE_ORDER"
	ModeCaptureOrder Mode = "CAPTURE_ORDER"
)

// NewSession is a request for a hosted payment page (docs/spec/hpp.md §1.1).
type NewSession struct {
	// PaymentSessionURL is the payment session's address: Client.PaymentURL.
	PaymentSessionURL string          `json:"payment_session_url"`
	ProfileID         string          `json:"profile_id,omitempty"`
	MerchantURLs      MerchantURLs    `json:"merchant_urls,omitzero"`
	Options           *SessionOptions `json:"options,omitempty"`
}

// MerchantURLs are where the payer goes and callbacks are sent; each may hold
// {{session_id}}, and Success {{authorization_token}}, {{order_id}} or
// {{openhpp_result}} too (docs/spec/hpp.md §4, docs/signed-result.md). An empty one leaves the payer on the page's own last word.
type MerchantURLs struct {
	Success      string `json:"success,omitempty"`
	Cancel       string `json:"cancel,omitempty"`
	Back         string `json:"back,omitempty"`
	Failure      string `json:"failure,omitempty"`
	Error        string `json:"error,omitempty"`
	StatusUpdate string `json:"status_update,omitempty"`
}

// SessionOptions shape the page (docs/spec/hpp.md §6).
type SessionOptions struct {
	PlaceOrderMode   Mode     `json:"place_order_mode,omitempty"`
	PurchaseType     string   `json:"purchase_type,omitempty"` // the pay button's verb: BUY, RENT, BOOK, …
	PageTitle        string   `json:"page_title,omitempty"`
	LogoURL          string   `json:"logo_url,omitempty"`                  // https only
	Categories       []string `json:"payment_method_categories,omitempty"` // PAY_NOW, PAY_LATER, …
	PaymentFallback  bool     `json:"payment_fallback,omitempty"`          // after a decline, offer the others
	SubtotalDetail   string   `json:"show_subtotal_detail,omitempty"`      // HIDE
	BackgroundImages []Image  `json:"background_images,omitempty"`
	SuccessRedirect  string   `json:"success_redirect,omitempty"` // AT_ONCE, BUTTON or seconds
	FailureRedirect  string   `json:"failure_redirect,omitempty"` // BUTTON or AT_ONCE
	Renewal          string   `json:"renewal,omitempty"`          // of an expired page: ASK or AUTOMATIC

	// How the page looks (docs/page.md, "Look").
	GroundColor  string `json:"ground_color,omitempty"`   // "#rrggbb": behind what is bought
	AccentColor  string `json:"accent_color,omitempty"`   // "#rrggbb": of the button and of what is chosen
	Font         string `json:"font,omitempty"`           // SANS, HUMANIST, GEOMETRIC, ROUNDED, SERIF, SLAB or MONO
	Corners      string `json:"corners,omitempty"`        // SQUARE, SOFT, ROUND, or 0 to 24 pixels
	ColorScheme  string `json:"color_scheme,omitempty"`   // AUTO, LIGHT or DARK
	LogoGround   string `json:"logo_ground,omitempty"`    // AUTO, NONE or WHITE
	ShowShopName string `json:"show_shop_name,omitempty"` // HIDE where the logo says it

	// Where a payer can ask the shop; shown at the button and on every outcome.
	SupportURL   string `json:"support_url,omitempty"`   // https only
	SupportEmail string `json:"support_email,omitempty"` // one bare address
	SupportPhone string `json:"support_phone,omitempty"` // with its country code: +46 8 123 45 67
	TermsURL     string `json:"terms_url,omitempty"`     // https only
}

// Image is a background picture and the screen width, in CSS pixels, it suits.
type Image struct {
	URL   string `json:"url"` // https only
	Width int64  `json:"width"`
}

// CreatedSession is the answer to NewSession.
type CreatedSession struct {
	SessionID string `json:"session_id"`
	// RedirectURL is the payment page: send the payer there.
	RedirectURL string `json:"redirect_url"`
	// QRCodeURL is a public picture of RedirectURL.
	QRCodeURL       string    `json:"qr_code_url"`
	SessionURL      string    `json:"session_url"`
	DistributionURL string    `json:"distribution_url"`
	ExpiresAt       time.Time `json:"expires_at"` // the last moment to pay
	Module          Module    `json:"distribution_module"`
}

// Session is a hosted payment page as read, and as callbacks carry it.
type Session struct {
	SessionID string `json:"session_id"`
	Status    Status `json:"status"`
	// AuthorizationToken is there once the page is completed in ModeNone.
	AuthorizationToken string `json:"authorization_token"`
	// OrderID and Reference are there once it is completed in the other modes.
	OrderID   string    `json:"order_id"`
	Reference string    `json:"klarna_reference"`
	UpdatedAt time.Time `json:"updated_at"`
	ExpiresAt time.Time `json:"expires_at"`
}

// CreateSession puts a hosted payment page on a payment session.
func (c *Client) CreateSession(ctx context.Context, n NewSession, options ...Option) (CreatedSession, error) {
	var created CreatedSession
	_, err := c.do(ctx, exchange{
		op: "create session", method: http.MethodPost, path: "/hpp/v1/sessions",
		in: n, out: &created, want: http.StatusCreated,
	}, options...)
	return created, err
}

// ReadSession reads a page. Unknown and expired ones are an *Error with status
// 404.
func (c *Client) ReadSession(ctx context.Context, id string) (Session, error) {
	id, err := segment("session id", id)
	if err != nil {
		return Session{}, err
	}
	var session Session
	_, err = c.do(ctx, exchange{
		op: "read session", method: http.MethodGet, path: "/hpp/v1/sessions/" + id,
		out: &session, want: http.StatusOK,
	})
	return session, err
}

// DisableSession closes a page and cannot be undone. One that is completed already is an
// *Error with status 400.
func (c *Client) DisableSession(ctx context.Context, id string) error {
	id, err := segment("session id", id)
	if err != nil {
		return err
	}
	_, err = c.do(ctx, exchange{
		op: "disable session", method: http.MethodDelete, path: "/hpp/v1/sessions/" + id,
		want: http.StatusNoContent,
	})
	return err
}
