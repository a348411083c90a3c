package order

import (
	"cmp"
	"context"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/market"
	"github.com/openhpp/openhpp/internal/provider/purchase"
	"github.com/openhpp/openhpp/internal/wire/ordermanagement"
)

// ReadOrder answers an order with its captures, shaped as recorded: empty
// strings and empty lists rather than nothing (docs/spec/provider.md C.2.1).
func (s *Service) ReadOrder(ctx context.Context, m hpp.Merchant, id string) (ordermanagement.Order, error) {
	o, err := s.Store.Order(ctx, m.ID(), id)
	if err != nil {
		return ordermanagement.Order{}, endpoint.NotFoundAs(err, noOrder(id, ""))
	}
	return s.body(o), nil
}

// body writes an order.
func (s *Service) body(o Order) ordermanagement.Order {
	method, _ := market.MethodOf(o.Category)
	p := o.Purchase
	return ordermanagement.Order{
		OrderId: o.ID, KlarnaReference: o.Reference,
		Status: string(o.Status(s.now())), FraudStatus: string(o.Fraud),
		OrderAmount: o.Amount, OriginalOrderAmount: o.OriginalAmount,
		CapturedAmount: o.CapturedAmount(), RefundedAmount: o.RefundedAmount(), RemainingAuthorizedAmount: o.Remaining(),
		PurchaseCurrency: p.PurchaseCurrency, PurchaseCountry: p.PurchaseCountry, Locale: canonicalLocale(p.Locale),
		OrderLines:     orderLines(p.OrderLines),
		Customer:       ordermanagement.Customer{Type: cmp.Or(p.Customer.Type, "person"), DateOfBirth: p.Customer.DateOfBirth},
		BillingAddress: orderAddress(p.BillingAddress), ShippingAddress: orderAddress(p.ShippingAddress),
		MerchantReference1: p.MerchantReference1, MerchantReference2: p.MerchantReference2, MerchantData: p.MerchantData,
		CreatedAt: o.CreatedAt.Format(endpoint.TimeFormat), ExpiresAt: o.ExpiresAt.Format(endpoint.TimeFormat),
		Captures: captures(o), Refunds: refunds(o),
		ShippingInfo: shipments(o.Shipping), SelectedShippingOption: ordermanagement.SelectedShippingOption(o.SelectedShipping),
		InitialPaymentMethod: ordermanagement.InitialPaymentMethod{
			Type: method.OrderType, Description: method.Name(p.Locale), NumberOfInstallments: installments(method),
		},
	}
}

// ListCaptures answers an order's captures, oldest first.
func (s *Service) ListCaptures(ctx context.Context, m hpp.Merchant, orderID string) ([]ordermanagement.Capture, error) {
	o, err := s.Store.Order(ctx, m.ID(), orderID)
	if err != nil {
		return nil, endpoint.NotFoundAs(err, noOrder(orderID, ""))
	}
	return captures(o), nil
}

// ReadCapture answers one capture.
func (s *Service) ReadCapture(ctx context.Context, m hpp.Merchant, orderID, captureID string) (ordermanagement.Capture, error) {
	all, err := s.ListCaptures(ctx, m, orderID)
	if err != nil {
		return ordermanagement.Capture{}, err
	}
	for _, c := range all {
		if c.CaptureId == captureID {
			return c, nil
		}
	}
	return ordermanagement.Capture{}, errNoCapture
}

func captures(o Order) []ordermanagement.Capture {
	all := o.allCaptures()
	list := make([]ordermanagement.Capture, len(all))
	for i, c := range all {
		billing, shipping := o.addresses(c)
		list[i] = ordermanagement.Capture{
			CaptureId: c.ID, KlarnaReference: o.captureReference(c),
			CapturedAmount: c.Amount, CapturedAt: c.At.Format(endpoint.TimeFormat),
			Description: c.Description, Reference: c.Reference, OrderLines: orderLines(c.Lines),
			BillingAddress: orderAddress(billing), ShippingAddress: orderAddress(shipping),
			ShippingInfo: append([]ordermanagement.ShippingInfo{}, shipments(c.Shipping)...),
		}
	}
	return list
}

// shipments are nil when there are none.
func shipments(stored []Shipment) []ordermanagement.ShippingInfo {
	var list []ordermanagement.ShippingInfo
	for _, s := range stored {
		list = append(list, ordermanagement.ShippingInfo(s))
	}
	return list
}

func orderLines(lines []purchase.OrderLine) []ordermanagement.OrderLine {
	list := make([]ordermanagement.OrderLine, len(lines))
	for i, l := range lines {
		list[i] = ordermanagement.OrderLine{
			Type: l.Type, Reference: l.Reference, Name: l.Name, Quantity: l.Quantity, QuantityUnit: l.QuantityUnit,
			UnitPrice: l.UnitPrice, TaxRate: l.TaxRate, TotalAmount: l.TotalAmount,
			TotalDiscountAmount: l.TotalDiscountAmount, TotalTaxAmount: l.TotalTaxAmount,
			ImageUrl: l.ImageUrl, ProductUrl: l.ProductUrl, MerchantData: l.MerchantData,
			ProductIdentifiers: membersOf(l.ProductIdentifiers), Subscription: membersOf(l.Subscription),
		}
	}
	return list
}

// membersOf is an object as it was sent; nil when it was not.
func membersOf[T comparable](sent T) map[string]any {
	if none := *new(T); sent == none {
		return nil
	}
	return jsonfields.Tree(sent)
}

func orderAddress(a purchase.Address) ordermanagement.Address {
	return ordermanagement.Address{
		GivenName: a.GivenName, FamilyName: a.FamilyName, Title: a.Title, Email: a.Email, Phone: a.Phone,
		StreetAddress: a.StreetAddress, StreetAddress2: a.StreetAddress2, PostalCode: a.PostalCode,
		City: a.City, Region: a.Region, Country: a.Country,
		OrganizationName: a.OrganizationName, Attention: a.Attention,
	}
}

// canonicalLocale writes sv-se as sv-SE.
func canonicalLocale(locale string) string {
	language, country, ok := strings.Cut(locale, "-")
	if !ok {
		return strings.ToLower(language)
	}
	return strings.ToLower(language) + "-" + strings.ToUpper(country)
}

// installments are told only of what is paid in several.
func installments(m market.Method) int32 {
	if m.Installments < 2 {
		return 0
	}
	return m.Installments
}
