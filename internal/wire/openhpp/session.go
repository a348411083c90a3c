package openhppwire

import (
	"github.com/openhpp/openhpp/internal/hpp"
	hppwire "github.com/openhpp/openhpp/internal/wire/hpp"
)

// Session is how a session stands, beyond what the published API tells.
type Session struct {
	SessionID          hpp.SessionID      `json:"session_id"`
	Status             hpp.Status         `json:"status"`
	Amount             int64              `json:"amount"`
	Currency           string             `json:"currency"`
	Country            string             `json:"country"`
	Locale             string             `json:"locale,omitempty"`
	Channel            hpp.Channel        `json:"channel,omitempty"`
	Reference          string             `json:"reference"`
	PaymentSessionURL  string             `json:"payment_session_url,omitempty"`
	ProfileID          string             `json:"profile_id,omitempty"`
	PlaceOrderMode     hpp.PlaceOrderMode `json:"place_order_mode"`
	Contacts           []string           `json:"contacts,omitempty"`
	Method             hpp.Category       `json:"method,omitempty"`
	Tries              int                `json:"tries"`
	Reason             string             `json:"reason,omitempty"`
	OrderID            string             `json:"order_id,omitempty"`
	KlarnaReference    string             `json:"klarna_reference,omitempty"`
	Elsewhere          bool               `json:"elsewhere"`
	Expired            bool               `json:"expired"`
	Declines           int                `json:"declines"`
	WrongCodes         int                `json:"wrong_codes"`
	Held               bool               `json:"held"`
	WaitUntil          *hppwire.Timestamp `json:"wait_until,omitempty"`
	RenewalRequestedAt *hppwire.Timestamp `json:"renewal_requested_at,omitempty"`
	RenewedBy          hpp.SessionID      `json:"renewed_by,omitempty"`
	Renews             hpp.SessionID      `json:"renews,omitempty"`
	Deliveries         DeliveryCounts     `json:"deliveries"`
	Distributions      DistributionCounts `json:"distributions"`
	Links              *SessionLinks      `json:"links,omitempty"`
	CreatedAt          *hppwire.Timestamp `json:"created_at"`
	UpdatedAt          *hppwire.Timestamp `json:"updated_at"`
	ExpiresAt          *hppwire.Timestamp `json:"expires_at"`
}

// DeliveryCounts are a session's events by whether the merchant was told of them.
type DeliveryCounts struct {
	Waiting   int64 `json:"waiting"`
	Delivered int64 `json:"delivered"`
	GivenUp   int64 `json:"given_up"`
}

// DistributionCounts are what became of a session's links and receipts.
type DistributionCounts struct {
	Sent    int64 `json:"sent"`
	Bounced int64 `json:"bounced"`
	Opened  int64 `json:"opened"`
}

// SessionLinks are a session's addresses; whoever has RedirectURL can pay.
type SessionLinks struct {
	SessionURL      string `json:"session_url"`
	RedirectURL     string `json:"redirect_url"`
	QRCodeURL       string `json:"qr_code_url"`
	DistributionURL string `json:"distribution_url"`
}

// SessionList is a part of a list. Next is where it goes on; empty: it does not.
type SessionList struct {
	Sessions []Session `json:"sessions"`
	Next     string    `json:"next,omitempty"`
}

// SessionBody writes a session.
func SessionBody(s hpp.ListedSession) Session {
	return Session{
		SessionID: s.ID, Status: s.Status, Amount: s.Purchase.Amount, Currency: s.Purchase.Currency, Country: s.Purchase.Country, Locale: s.Purchase.Locale,
		Channel: s.Channel, Reference: s.Reference, PaymentSessionURL: s.PaymentURL, ProfileID: s.Profile, PlaceOrderMode: s.Options.PlaceOrderMode,
		Contacts: s.MaskedContacts, Method: s.Chosen, Tries: s.AttemptCount, Reason: s.Result.Reason, OrderID: s.Result.OrderID,
		KlarnaReference: s.Result.Reference, Elsewhere: s.Result.CompletedElsewhere, Expired: s.Expired,
		Declines: s.Declines, WrongCodes: s.WrongCodes, Held: s.Locked(), WaitUntil: at(s.WaitUntil),
		RenewalRequestedAt: at(s.Renewal.RequestedAt), RenewedBy: s.Renewal.RenewedBy, Renews: s.Renewal.Renews,
		Deliveries: DeliveryCounts(s.Deliveries), Distributions: DistributionCounts(s.Distributions),
		CreatedAt: at(s.CreatedAt), UpdatedAt: at(s.UpdatedAt), ExpiresAt: at(s.ExpiresAt),
	}
}
