package klarna

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

// Read answers a payment session as the published API shows it to its
// merchant; hpp.ErrNotFound for one that is not there. What the merchant said of
// the payer is shown only after a payer has authorized.
func (c *Client) Read(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef) (hpp.PaymentSession, error) {
	session, err := c.session(ctx, merchant, ref)
	if err != nil {
		return hpp.PaymentSession{}, err
	}
	ends, err := time.Parse(time.RFC3339, session.ExpiresAt)
	if err != nil {
		return hpp.PaymentSession{}, errors.New("klarna: read session: expires_at is not a date and time")
	}
	known := hpp.PaymentSession{
		State: hpp.PaymentOpen, Purchase: purchaseOf(session), Channel: hpp.Channel(strings.ToUpper(session.AcquiringChannel)),
		Methods: methodsOf(session.PaymentMethodCategories), ExpiresAt: ends.UTC(), Theme: themeOf(session.Options), Reference: session.MerchantReference1,
	}
	if session.Status == "complete" {
		known.State = hpp.PaymentComplete
		return known, nil
	}
	known.Payer = payerOf(session)
	return known, nil
}

func (c *Client) session(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef) (session payments.Session, err error) {
	if ref.Kind != hpp.KindPayments {
		return session, hpp.ErrNotFound
	}
	err = c.do(ctx, merchant, "read session", call{
		method: http.MethodGet, path: "/payments/v1/sessions/" + url.PathEscape(ref.ID),
		want: []int{http.StatusOK}, into: &session,
	})
	return session, missing(err)
}

func payerOf(s payments.Session) hpp.Payer {
	a := s.BillingAddress
	return hpp.Payer{
		Email: a.Email, Phone: a.Phone, GivenName: a.GivenName, FamilyName: a.FamilyName, DateOfBirth: s.Customer.DateOfBirth,
		StreetAddress: a.StreetAddress, StreetAddress2: a.StreetAddress2, PostalCode: a.PostalCode,
		City: a.City, Region: a.Region, Country: strings.ToUpper(a.Country),
	}
}

// unknown are the codes of what is not there, or never was for this merchant.
var unknown = []string{"NOT_FOUND", "NO_SUCH_ORDER", "HTTP_404"}

// missing turns a refusal to find something into the core's word for it.
func missing(err error) error {
	if refusal, ok := errors.AsType[*hpp.Refusal](err); ok && slices.Contains(unknown, refusal.Code) {
		return fmt.Errorf("klarna: %w", hpp.ErrNotFound)
	}
	return err
}

func purchaseOf(s payments.Session) hpp.Purchase {
	lines := make([]hpp.Line, len(s.OrderLines))
	for i, l := range s.OrderLines {
		lines[i] = hpp.Line{Type: l.Type, Name: l.Name, Quantity: l.Quantity, Unit: l.QuantityUnit, Total: l.TotalAmount}
	}
	return hpp.Purchase{
		Country: strings.ToUpper(s.PurchaseCountry), Currency: strings.ToUpper(s.PurchaseCurrency), Locale: s.Locale,
		Amount: s.OrderAmount, Tax: s.OrderTaxAmount, Lines: lines,
	}
}

// themeOf reads the colours a merchant gave, the older names too (docs/spec/provider.md
// A.3.7).
func themeOf(o payments.Options) hpp.Theme {
	return hpp.Theme{
		Accent:   cmp.Or(o.ColorButton, o.ColorDetails, o.ColorBorderSelected, o.ColorCheckbox),
		OnAccent: o.ColorButtonText,
		Border:   o.ColorBorder, Link: o.ColorLink, Text: o.ColorText, Radius: o.RadiusBorder,
	}
}

func methodsOf(categories []payments.PaymentMethodCategory) []hpp.Method {
	methods := make([]hpp.Method, len(categories))
	for i, category := range categories {
		methods[i] = hpp.Method{Category: hpp.Category(strings.ToUpper(category.Identifier)), Name: category.Name}
	}
	return methods
}
