package checkout

import (
	"cmp"
	"context"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/market"
	"github.com/openhpp/openhpp/internal/wire/checkout"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

var states = map[checkout.Status]checkout.State{
	checkout.StatusIncomplete: checkout.StateOpen, checkout.StatusComplete: checkout.StateComplete, checkout.StatusAborted: checkout.StateAborted,
}

// Page answers what a payer's page shows of an order.
func (s *Service) Page(ctx context.Context, m hpp.Merchant, id string) (checkout.Page, error) {
	o, err := s.order(ctx, m.ID(), id)
	if err != nil {
		return checkout.Page{}, err
	}
	return s.shown(o), nil
}

func (s *Service) shown(o Order) checkout.Page {
	p := o.Purchase
	page := checkout.Page{
		State: states[o.Status], PurchaseCountry: p.PurchaseCountry, PurchaseCurrency: p.PurchaseCurrency, Locale: p.Locale,
		OrderAmount: p.OrderAmount, OrderTaxAmount: p.OrderTaxAmount,
		AcquiringChannel:        cmp.Or(p.Options.AcquiringChannel, "ECOMMERCE"),
		PaymentMethodCategories: s.offered(o), Payer: o.given(), TermsURL: p.MerchantUrls.Terms, MerchantReference1: p.MerchantReference1,
		ExpiresAt: o.ExpiresAt.Format(time.RFC3339), Options: coloursOf(p.Options),
	}
	for _, l := range linesOf(p.OrderLines) {
		page.OrderLines = append(page.OrderLines, checkout.Line{
			Type: l.Type, Name: l.Name, Quantity: l.Quantity, QuantityUnit: l.QuantityUnit, TotalAmount: l.TotalAmount,
		})
	}
	for _, d := range p.ShippingOptions {
		page.Deliveries = append(page.Deliveries, checkout.Delivery{
			ID: d.Id, Name: d.Name, Description: d.Description, Price: d.Price, Selected: d.Id == p.SelectedShippingOption.Id,
		})
	}
	if o.Status == checkout.StatusComplete {
		page.OrderID, page.KlarnaReference = o.ID, o.Reference
	}
	return page
}

func coloursOf(o checkout.Options) payments.Options {
	return payments.Options{
		ColorButton: o.ColorButton, ColorButtonText: o.ColorButtonText, ColorCheckbox: o.ColorCheckbox,
		ColorLink: o.ColorLink, RadiusBorder: o.RadiusBorder,
	}
}

func (s *Service) offered(o Order) []payments.PaymentMethodCategory {
	list := []payments.PaymentMethodCategory{}
	for _, category := range o.categories() {
		method, _ := market.MethodOf(category)
		list = append(list, payments.PaymentMethodCategory{Identifier: category, Name: method.Name(o.Purchase.Locale)})
	}
	return list
}
