package apicli

import (
	"context"
	"net/http"
)

// Link is a session that is made in one call, and sent to a payer if an address is given.
type Link struct {
	Cart    Cart
	Profile string
	Mode    string // NONE, PLACE_ORDER or CAPTURE_ORDER
	Expires string // ISO 8601 duration; empty: as long as the payment session
	Email   string // who gets it; empty: nobody
}

// MakeLink makes a session with its payment session and prints the address of its page; for --quiet that alone.
func (c Caller) MakeLink(ctx context.Context, l Link) error {
	body := map[string]any{"amount": l.Cart.Amount, "currency": l.Cart.Currency, "country": l.Cart.Country, "locale": l.Cart.locale(), "description": l.Cart.Description}
	for name, value := range map[string]string{"reference": l.Cart.Reference, "profile_id": l.Profile, "place_order_mode": l.Mode, "expires_in": l.Expires} {
		if value != "" {
			body[name] = value
		}
	}
	if l.Email != "" {
		body["send"] = map[string]any{"method": "email", "contact_information": map[string]string{"email": l.Email}}
	}
	d, err := c.call(ctx, http.MethodPost, "/openhpp/v1/links", body)
	if err != nil {
		return err
	}
	var s session
	if err := d.into(&s); err != nil {
		return err
	}
	return c.show(d, s.RedirectURL, s.fields()...)
}
