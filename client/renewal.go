package client

import (
	"context"
	"net/http"
	"time"
)

// RenewedSession is the page that took an expired one's place. The old link
// leads to it.
type RenewedSession struct {
	SessionID       string    `json:"session_id"`
	Renews          string    `json:"renews"`       // the expired page
	RedirectURL     string    `json:"redirect_url"` // send the payer there, or leave it to the old link
	QRCodeURL       string    `json:"qr_code_url"`
	SessionURL      string    `json:"session_url"`
	DistributionURL string    `json:"distribution_url"`
	ExpiresAt       time.Time `json:"expires_at"`
	Module          Module    `json:"distribution_module"`
}

// RenewSession makes a page in place of an expired one, with its addresses,
// options and reference: on the payment session at paymentSessionURL, or, when
// that is empty, on the old one made anew. A page is renewed once: a repeat
// answers the same one.
func (c *Client) RenewSession(ctx context.Context, id, paymentSessionURL string, options ...Option) (RenewedSession, error) {
	id, err := segment("session id", id)
	if err != nil {
		return RenewedSession{}, err
	}
	var renewed RenewedSession
	_, err = c.do(ctx, exchange{
		op: "renew session", method: http.MethodPost, path: "/openhpp/v1/sessions/" + id + "/renew",
		in: struct {
			PaymentSessionURL string `json:"payment_session_url,omitempty"`
		}{paymentSessionURL}, out: &renewed, want: http.StatusCreated,
	}, options...)
	return renewed, err
}
