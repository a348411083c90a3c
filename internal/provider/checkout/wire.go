package checkout

import "github.com/openhpp/openhpp/internal/wire/checkout"

// wireOf is a stored purchase in the types of the API.
func wireOf(p Purchase) checkout.Purchase {
	return checkout.Purchase{
		Attachment: p.Attachment, BillingAddress: checkout.Address(p.BillingAddress), BillingCountries: p.BillingCountries,
		Customer: checkout.Customer(p.Customer), DiscountLines: p.DiscountLines, ExternalCheckouts: p.ExternalCheckouts,
		ExternalPaymentMethods: p.ExternalPaymentMethods, Gui: p.Gui, Locale: p.Locale, MerchantData: p.MerchantData,
		MerchantReference1: p.MerchantReference1, MerchantReference2: p.MerchantReference2,
		MerchantUrls: checkout.MerchantURLs(p.MerchantUrls), Options: checkout.Options(p.Options),
		OrderAmount: p.OrderAmount, OrderTaxAmount: p.OrderTaxAmount,
		OrderLines:      each(p.OrderLines, func(l OrderLine) checkout.OrderLine { return checkout.OrderLine(l) }),
		PurchaseCountry: p.PurchaseCountry, PurchaseCurrency: p.PurchaseCurrency,
		Recurring: p.Recurring, RecurringDescription: p.RecurringDescription,
		SelectedShippingOption: checkout.ShippingOption(p.SelectedShippingOption), ShippingAddress: checkout.Address(p.ShippingAddress),
		ShippingCountries: p.ShippingCountries,
		ShippingOptions:   each(p.ShippingOptions, func(o ShippingOption) checkout.ShippingOption { return checkout.ShippingOption(o) }),
		Tags:              p.Tags,
	}
}

// each converts a list; nil stays nil, which JSON tells from an empty one.
func each[From, To any](list []From, convert func(From) To) []To {
	if list == nil {
		return nil
	}
	converted := make([]To, len(list))
	for i, one := range list {
		converted[i] = convert(one)
	}
	return converted
}
