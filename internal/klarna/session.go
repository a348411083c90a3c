package klarna

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	fast "github.com/go-json-experiment/json/v1"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/upstream"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

const sessionsPath = "/payments/v1/sessions/"

// session is a payment session as its merchant reads it: what this package uses
// of it, and its members as they were sent, of which an order is made.
type session struct {
	sessionMembers
	options payments.Options
	members map[string]json.RawMessage
}

func (s *session) UnmarshalJSON(text []byte) error {
	if err := fast.Unmarshal(text, &s.members); err != nil {
		return err
	}
	if colours, ok := s.members["options"]; ok && fast.Unmarshal(colours, &s.options) != nil {
		s.options = payments.Options{} // a page without them is a page
	}
	return fast.Unmarshal(text, &s.sessionMembers)
}

// readSession reads a payment session in the name of an account.
func (c *Client) readSession(ctx context.Context, login upstream.Login, id string) (s session, err error) {
	err = c.do(ctx, login, call{name: "read session", method: http.MethodGet, path: sessionsPath + url.PathEscape(id), into: &s, found: true})
	if err == nil && (s.Status == "" || s.PurchaseCurrency == "" || !s.isComplete() && s.end().IsZero()) {
		err = &unknownError{text: "klarna: read session: the answer is no payment session"}
	}
	return s, err
}

// end is when the payment session expires; zero: it does not say.
func (s session) end() time.Time {
	at, err := time.Parse(time.RFC3339, s.ExpiresAt)
	if err != nil {
		return time.Time{}
	}
	return at.UTC()
}

func (s session) isComplete() bool { return s.Status == "complete" }

// known is the payment session in the core's words. What the payer typed at the
// upstream stays there: nobody needs it here.
func (s session) known() hpp.PaymentSession {
	known := hpp.PaymentSession{
		State: hpp.PaymentOpen, Purchase: s.purchase(), Channel: hpp.Channel(upper(s.AcquiringChannel)),
		Methods: s.methods(), ExpiresAt: s.end(), Theme: themeOf(s.options), Reference: s.MerchantReference1,
	}
	if s.isComplete() {
		known.State = hpp.PaymentComplete
	}
	return known
}

func upper(word string) string { return strings.ToUpper(word) }

func (s session) methods() []hpp.Method {
	methods := make([]hpp.Method, len(s.Categories))
	for i, category := range s.Categories {
		methods[i] = hpp.Method{Category: hpp.Category(upper(category.Identifier)), Name: category.Name}
	}
	return methods
}

// themeOf reads the colours a merchant gave, the older names too
// (docs/spec/provider.md A.3.7).
func themeOf(o payments.Options) hpp.Theme {
	return hpp.Theme{
		Accent:   cmp.Or(o.ColorButton, o.ColorDetails, o.ColorBorderSelected, o.ColorCheckbox),
		OnAccent: o.ColorButtonText,
		Border:   o.ColorBorder, Link: o.ColorLink, Text: o.ColorText, Radius: o.RadiusBorder,
	}
}

// ordered are the members of a payment session that its order repeats. Addresses
// stay out: what the payer typed is part of the authorization already, and an
// order's body is kept.
var ordered = []string{
	"purchase_country", "purchase_currency", "locale", "order_amount", "order_tax_amount", "order_lines",
	"merchant_urls", "merchant_reference1", "merchant_reference2", "merchant_data", "acquiring_channel", "attachment",
}

// orderBody is the order of a payment session, with every member as it was read.
func (s session) orderBody() ([]byte, error) {
	body := map[string]json.RawMessage{}
	for _, name := range ordered {
		if value, ok := s.members[name]; ok {
			body[name] = value
		}
	}
	return json.Marshal(body) // in the order of its keys: the same session, the same bytes
}
