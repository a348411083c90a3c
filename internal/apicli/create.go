package apicli

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/openhpp/openhpp/client"
)

// Cart is what a session made by hand is for: one line without tax.
type Cart struct {
	Amount                    int64 // minor units
	Currency, Country, Locale string
	Description               string
	Reference                 string
}

// NewSession is a session made by hand.
type NewSession struct {
	Cart           Cart
	PaymentSession string // the address of one that is there; else one is made of Cart
	ProfileID      string
	Mode           string // NONE, PLACE_ORDER or CAPTURE_ORDER
	URLs           client.MerchantURLs
}

// CreateSession makes a session, on a payment session of its own unless one is given, and prints it.
func (c Caller) CreateSession(ctx context.Context, n NewSession) error {
	d, err := c.createSession(ctx, n)
	if err != nil {
		return err
	}
	return c.showSession(d)
}

func (c Caller) createSession(ctx context.Context, n NewSession) (document, error) {
	address := n.PaymentSession
	if address == "" {
		d, err := c.call(ctx, http.MethodPost, "/payments/v1/sessions", n.Cart.purchase())
		if err != nil {
			return nil, err
		}
		var payment client.CreatedPayment
		if err := d.into(&payment); err != nil {
			return nil, err
		}
		address = c.API.PaymentURL(payment.SessionID)
	}
	return c.call(ctx, http.MethodPost, sessionsPath, client.NewSession{
		PaymentSessionURL: address, ProfileID: n.ProfileID, MerchantURLs: n.URLs,
		Options: &client.SessionOptions{PlaceOrderMode: client.Mode(n.Mode)},
	})
}

// CreateSessionFrom makes a session of a request that somebody wrote, and prints it.
func (c Caller) CreateSessionFrom(ctx context.Context, body json.RawMessage) error {
	d, err := c.call(ctx, http.MethodPost, sessionsPath, body)
	if err != nil {
		return err
	}
	return c.showSession(d)
}

// locale is English where none is given.
func (p Cart) locale() string {
	if p.Locale == "" {
		return "en-" + p.Country
	}
	return p.Locale
}

func (p Cart) purchase() client.Purchase {
	return client.Purchase{
		Country: p.Country, Currency: p.Currency, Locale: p.locale(), Amount: p.Amount, Reference1: p.Reference,
		Lines: []client.OrderLine{{Name: p.Description, Quantity: 1, UnitPrice: p.Amount, Total: p.Amount}},
	}
}
