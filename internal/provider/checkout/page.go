package checkout

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

var states = map[Status]hpp.PaymentState{
	StatusIncomplete: hpp.PaymentOpen, StatusComplete: hpp.PaymentComplete, StatusAborted: hpp.PaymentCancelled,
}

// ReadForPage answers an order as the hosted page shows it.
func (s *Service) ReadForPage(ctx context.Context, merchant hpp.MerchantID, id string) (hpp.PaymentSession, error) {
	o, err := s.order(ctx, merchant, id)
	if err != nil {
		return hpp.PaymentSession{}, err
	}
	return o.page(), nil
}

func (o Order) page() hpp.PaymentSession {
	p := o.Purchase
	given := o.given()
	given.Country = strings.ToUpper(given.Country)
	page := hpp.PaymentSession{
		State: states[o.Status], Channel: hpp.Channel(strings.ToUpper(cmp.Or(p.Options.AcquiringChannel, string(hpp.Ecommerce)))), ExpiresAt: o.ExpiresAt.Truncate(time.Second),
		Purchase: hpp.Purchase{
			Country: strings.ToUpper(p.PurchaseCountry), Currency: strings.ToUpper(p.PurchaseCurrency), Locale: p.Locale,
			Amount: p.OrderAmount, Tax: p.OrderTaxAmount, Lines: purchase.LinesOf(linesOf(p.OrderLines)),
		},
		Methods: purchase.MethodsOf(o.categories(), p.Locale, p.OrderAmount), Payer: hpp.Payer(given), TermsURL: p.MerchantUrls.Terms,
		Theme: purchase.ThemeOf(coloursOf(p.Options)), Reference: p.MerchantReference1,
	}
	for _, d := range p.ShippingOptions {
		page.Deliveries = append(page.Deliveries, hpp.Delivery{
			ID: d.Id, Name: d.Name, Description: d.Description, Price: d.Price, Selected: d.Id == p.SelectedShippingOption.Id,
		})
	}
	if o.Status == StatusComplete {
		page.Order = hpp.Order{ID: o.ID, Reference: o.Reference}
	}
	return page
}

func coloursOf(o Options) purchase.Options {
	return purchase.Options{
		ColorButton: o.ColorButton, ColorButtonText: o.ColorButtonText, ColorCheckbox: o.ColorCheckbox,
		ColorLink: o.ColorLink, RadiusBorder: o.RadiusBorder,
	}
}
