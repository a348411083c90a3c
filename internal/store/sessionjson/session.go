package sessionjson

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// session is the stored shape. A new member needs a usable zero value, since
// older rows lack it.
type session struct {
	Merchant  hpp.MerchantID  `json:"merchant"`
	Shop      string          `json:"shop"`
	Provider  string          `json:"provider"`
	Kind      hpp.PaymentKind `json:"kind"`
	Payment   string          `json:"payment"`
	Purchase  purchase        `json:"purchase"`
	Channel   hpp.Channel     `json:"channel"`
	URLs      urls            `json:"urls"`
	Options   options         `json:"options"`
	Look      theme           `json:"look,omitzero"`
	Profile   string          `json:"profile,omitempty"`
	Reference string          `json:"reference,omitempty"`
	Keys      []searchKey     `json:"search_keys,omitempty"`
	Status    hpp.Status      `json:"status"`
	Version   int64           `json:"version"`
	Events    int64           `json:"events,omitempty"`
	Sent      int64           `json:"distributed,omitempty"`
	Receipts  int             `json:"receipts,omitempty"`
	Expired   bool            `json:"expired,omitempty"`
	Attempt   *attempt        `json:"attempt,omitempty"`
	Tries     int             `json:"tries,omitempty"`
	Payer     payer           `json:"payer,omitzero"`
	Typist    []byte          `json:"typist,omitempty"`
	Declines  int             `json:"declines,omitempty"`
	Wrong     int             `json:"wrong_codes,omitempty"`
	WaitUntil time.Time       `json:"wait_until,omitzero"`
	Invited   []recipient     `json:"recipients,omitempty"`
	Chosen    hpp.Category    `json:"chosen,omitempty"`
	Refused   []hpp.Category  `json:"refused,omitempty"`
	Withdrawn []hpp.Category  `json:"withdrawn,omitempty"`
	FellBack  bool            `json:"fell_back,omitempty"`
	Result    result          `json:"result,omitzero"`
	Renewal   renewal         `json:"renewal,omitzero"`
	Seed      []byte          `json:"seed"`
	CreatedAt time.Time       `json:"created_at"`
	UpdatedAt time.Time       `json:"updated_at"`
	ExpiresAt time.Time       `json:"expires_at"`
}

type searchKey struct {
	Kind  hpp.SearchKind `json:"kind"`
	Value string         `json:"value"`
}

type purchase struct {
	Country  string `json:"country"`
	Currency string `json:"currency"`
	Locale   string `json:"locale"`
	Amount   int64  `json:"amount"`
	Tax      int64  `json:"tax"`
	Lines    []line `json:"lines,omitempty"`
}

type line struct {
	Type     string `json:"type,omitempty"`
	Name     string `json:"name"`
	Quantity int64  `json:"quantity"`
	Unit     string `json:"unit,omitempty"`
	Total    int64  `json:"total"`
	Discount int64  `json:"discount,omitempty"`
}

type urls struct {
	Success      string `json:"success,omitempty"`
	Cancel       string `json:"cancel,omitempty"`
	Back         string `json:"back,omitempty"`
	Failure      string `json:"failure,omitempty"`
	Error        string `json:"error,omitempty"`
	StatusUpdate string `json:"status_update,omitempty"`
}

type options struct {
	BackgroundImages []image            `json:"background_images,omitempty"`
	LogoURL          string             `json:"logo_url,omitempty"`
	PageTitle        string             `json:"page_title,omitempty"`
	Categories       []hpp.Category     `json:"categories,omitempty"`
	Fallback         bool               `json:"fallback,omitempty"`
	PlaceOrderMode   hpp.PlaceOrderMode `json:"place_order_mode"`
	PurchaseType     hpp.PurchaseType   `json:"purchase_type"`
	HideSubtotal     bool               `json:"hide_subtotal,omitempty"`
	SuccessRedirect  hpp.Redirect       `json:"success_redirect,omitempty"`
	FailureRedirect  hpp.Redirect       `json:"failure_redirect,omitempty"`
	Renewal          hpp.RenewalMode    `json:"renewal,omitempty"`
	Brand            brand              `json:"brand,omitzero"`
	Support          support            `json:"support,omitzero"`
}

type theme struct {
	Accent   string `json:"accent,omitempty"`
	OnAccent string `json:"on_accent,omitempty"`
	Border   string `json:"border,omitempty"`
	Link     string `json:"link,omitempty"`
	Text     string `json:"text,omitempty"`
	Radius   string `json:"radius,omitempty"`
}

type image struct {
	URL   string `json:"url"`
	Width int64  `json:"width,omitempty"`
}

type payer struct {
	Email          string `json:"email,omitempty"`
	Phone          string `json:"phone,omitempty"`
	GivenName      string `json:"given_name,omitempty"`
	FamilyName     string `json:"family_name,omitempty"`
	DateOfBirth    string `json:"date_of_birth,omitempty"`
	StreetAddress  string `json:"street_address,omitempty"`
	StreetAddress2 string `json:"street_address2,omitempty"`
	PostalCode     string `json:"postal_code,omitempty"`
	City           string `json:"city,omitempty"`
	Region         string `json:"region,omitempty"`
	Country        string `json:"country,omitempty"`
	WholeAddress   bool   `json:"whole_address,omitempty"`
}

type recipient struct {
	Number int64  `json:"number"`
	Email  string `json:"email,omitempty"`
	Phone  string `json:"phone,omitempty"`
}

type result struct {
	AuthorizationToken string `json:"authorization_token,omitempty"`
	OrderID            string `json:"order_id,omitempty"`
	Reference          string `json:"reference,omitempty"`
	Reason             string `json:"reason,omitempty"`
	CompletedElsewhere bool   `json:"elsewhere,omitempty"`
	CaptureFailed      bool   `json:"capture_failed,omitempty"`
}

type renewal struct {
	RequestedAt time.Time     `json:"requested_at,omitzero"`
	RenewedBy   hpp.SessionID `json:"renewed_by,omitempty"`
	Renews      hpp.SessionID `json:"renews,omitempty"`
}

type attempt struct {
	ID        string          `json:"id"`
	Category  hpp.Category    `json:"category"`
	Step      hpp.AttemptStep `json:"step"`
	Token     string          `json:"token,omitempty"`
	WrongCode bool            `json:"wrong_code,omitempty"`
	CodeTo    hpp.CodeTo      `json:"code_to,omitempty"`
	Revision  string          `json:"revision"`
	StartedAt time.Time       `json:"started_at"`

	Action      hpp.ActionKind `json:"action,omitempty"`
	Remote      string         `json:"remote,omitempty"`
	SeenAt      time.Time      `json:"seen_at,omitzero"`
	SealedToken []byte         `json:"sealed_token,omitempty"`
	SealedNext  []byte         `json:"sealed_next,omitempty"`
	TokenAt     time.Time      `json:"token_at,omitzero"`
	Proven      bool           `json:"proven,omitempty"`
	OrderBody   []byte         `json:"order_body,omitempty"`
}

// Encode writes everything of a session but its id, which is the row's key.
func Encode(s hpp.Session) ([]byte, error) {
	d := session{
		Merchant: s.Merchant, Shop: s.Shop,
		Provider: s.Payment.Provider, Kind: s.Payment.Kind, Payment: s.Payment.ID,
		Purchase: purchase{s.Purchase.Country, s.Purchase.Currency, s.Purchase.Locale, s.Purchase.Amount, s.Purchase.Tax, convert(s.Purchase.Lines, func(l hpp.Line) line { return line(l) })},
		Channel:  s.Channel, URLs: urls(s.URLs), Look: theme(s.Theme), Profile: s.Profile, Reference: s.Reference,
		Keys: convert(s.SearchKeys, func(k hpp.SearchKey) searchKey { return searchKey(k) }),
		Options: options{
			convert(s.Options.BackgroundImages, func(i hpp.Image) image { return image(i) }),
			s.Options.LogoURL, s.Options.PageTitle, s.Options.Categories, s.Options.Fallback,
			s.Options.PlaceOrderMode, s.Options.PurchaseType, s.Options.HideSubtotal,
			s.Options.SuccessRedirect, s.Options.FailureRedirect, s.Options.Renewal, brand(s.Options.Brand), support(s.Options.Support),
		},
		Status: s.Status, Version: s.Version, Events: s.EventCount, Sent: s.DistributionCount, Receipts: s.ReceiptCount, Expired: s.Expired,
		Attempt: (*attempt)(s.Attempt), Tries: s.AttemptCount, Payer: payer(s.Payer), Chosen: s.Chosen,
		Declines: s.Declines, Wrong: s.WrongCodes, WaitUntil: s.WaitUntil,
		Typist: s.BrowserHash, Invited: convert(s.Recipients, func(r hpp.Recipient) recipient { return recipient(r) }),
		Refused: s.Refused, Withdrawn: s.Withdrawn, FellBack: s.FellBack, Result: result(s.Result), Renewal: renewal(s.Renewal),
		Seed: s.Seed, CreatedAt: s.CreatedAt, UpdatedAt: s.UpdatedAt, ExpiresAt: s.ExpiresAt,
	}
	text, err := json.Marshal(&d)
	if err != nil {
		return nil, fmt.Errorf("encode session %s: %w", s.ID, err)
	}
	return text, nil
}

// Decode reads what Encode wrote.
func Decode(id hpp.SessionID, text []byte) (hpp.Session, error) {
	var d session
	if err := Read(text, &d); err != nil {
		return hpp.Session{}, fmt.Errorf("decode session %s: %w", id, err)
	}
	return hpp.Session{
		ID: id, Merchant: d.Merchant, Shop: d.Shop,
		Payment:  hpp.PaymentRef{Provider: d.Provider, Kind: d.Kind, ID: d.Payment},
		Purchase: hpp.Purchase{Country: d.Purchase.Country, Currency: d.Purchase.Currency, Locale: d.Purchase.Locale, Amount: d.Purchase.Amount, Tax: d.Purchase.Tax, Lines: convert(d.Purchase.Lines, func(l line) hpp.Line { return hpp.Line(l) })},
		Channel:  d.Channel, URLs: hpp.MerchantURLs(d.URLs), Theme: hpp.Theme(d.Look), Profile: d.Profile, Reference: d.Reference,
		SearchKeys: convert(d.Keys, func(k searchKey) hpp.SearchKey { return hpp.SearchKey(k) }),
		Options: hpp.Options{
			BackgroundImages: convert(d.Options.BackgroundImages, func(i image) hpp.Image { return hpp.Image(i) }),
			LogoURL:          d.Options.LogoURL, PageTitle: d.Options.PageTitle, Categories: d.Options.Categories, Fallback: d.Options.Fallback,
			PlaceOrderMode: d.Options.PlaceOrderMode, PurchaseType: d.Options.PurchaseType, HideSubtotal: d.Options.HideSubtotal,
			SuccessRedirect: d.Options.SuccessRedirect, FailureRedirect: d.Options.FailureRedirect, Renewal: d.Options.Renewal,
			Brand: hpp.Brand(d.Options.Brand), Support: hpp.Support(d.Options.Support),
		},
		Status: d.Status, Version: d.Version, EventCount: d.Events, DistributionCount: d.Sent, ReceiptCount: d.Receipts, Expired: d.Expired,
		Attempt: (*hpp.Attempt)(d.Attempt), AttemptCount: d.Tries, Payer: hpp.Payer(d.Payer), Chosen: d.Chosen,
		Declines: d.Declines, WrongCodes: d.Wrong, WaitUntil: d.WaitUntil,
		BrowserHash: d.Typist, Recipients: convert(d.Invited, func(r recipient) hpp.Recipient { return hpp.Recipient(r) }),
		Refused: d.Refused, Withdrawn: d.Withdrawn, FellBack: d.FellBack, Result: hpp.Result(d.Result), Renewal: hpp.Renewal(d.Renewal),
		Seed: d.Seed, CreatedAt: d.CreatedAt, UpdatedAt: d.UpdatedAt, ExpiresAt: d.ExpiresAt,
	}, nil
}

func convert[From, To any](list []From, one func(From) To) []To {
	if list == nil {
		return nil
	}
	out := make([]To, len(list))
	for i, item := range list {
		out[i] = one(item)
	}
	return out
}
