package openhppwire

import (
	"github.com/openhpp/openhpp/internal/hpp"
	hppwire "github.com/openhpp/openhpp/internal/wire/hpp"
)

// Session is how a session stands, beyond what the published API tells.
type Session struct {
	SessionID          hpp.SessionID      `json:"session_id"`
	Status             hpp.Status         `json:"status"`
	Reference          string             `json:"reference"`
	Reason             string             `json:"reason,omitempty"`
	OrderID            string             `json:"order_id,omitempty"`
	Expired            bool               `json:"expired"`
	Declines           int                `json:"declines"`
	WrongCodes         int                `json:"wrong_codes"`
	Held               bool               `json:"held"`
	WaitUntil          *hppwire.Timestamp `json:"wait_until,omitempty"`
	RenewalRequestedAt *hppwire.Timestamp `json:"renewal_requested_at,omitempty"`
	RenewedBy          hpp.SessionID      `json:"renewed_by,omitempty"`
	Renews             hpp.SessionID      `json:"renews,omitempty"`
	CreatedAt          *hppwire.Timestamp `json:"created_at"`
	UpdatedAt          *hppwire.Timestamp `json:"updated_at"`
	ExpiresAt          *hppwire.Timestamp `json:"expires_at"`
}

// SessionList is what was found.
type SessionList struct {
	Sessions []Session `json:"sessions"`
}

// SessionBody writes a session.
func SessionBody(s hpp.Session) Session {
	return Session{
		SessionID: s.ID, Status: s.Status, Reference: s.Reference, Reason: s.Result.Reason, OrderID: s.Result.OrderID, Expired: s.Expired,
		Declines: s.Declines, WrongCodes: s.WrongCodes, Held: s.Locked(), WaitUntil: at(s.WaitUntil),
		RenewalRequestedAt: at(s.Renewal.RequestedAt), RenewedBy: s.Renewal.RenewedBy, Renews: s.Renewal.Renews,
		CreatedAt: at(s.CreatedAt), UpdatedAt: at(s.UpdatedAt), ExpiresAt: at(s.ExpiresAt),
	}
}
