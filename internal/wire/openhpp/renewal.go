package openhppwire

import (
	"github.com/openhpp/openhpp/internal/hpp"
	hppwire "github.com/openhpp/openhpp/internal/wire/hpp"
)

// RenewalRequest is what to renew an expired session on; empty: on its payment
// session, made anew.
type RenewalRequest struct {
	PaymentSessionURL string `json:"payment_session_url"`
}

// RenewedSession is the session that takes an expired one's place.
type RenewedSession struct {
	SessionID       hpp.SessionID     `json:"session_id"`
	Renews          hpp.SessionID     `json:"renews"`
	SessionURL      string            `json:"session_url"`
	RedirectURL     string            `json:"redirect_url"`
	QRCodeURL       string            `json:"qr_code_url"`
	DistributionURL string            `json:"distribution_url"`
	ExpiresAt       hppwire.Timestamp `json:"expires_at"`

	DistributionModule hppwire.DistributionModule `json:"distribution_module"`
}
