package checkout

import (
	"cmp"
	"strings"

	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/payer"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

// purchaseOf is a purchase in the words of the other APIs, as Order Management
// keeps it.
func purchaseOf(p Purchase) purchase.Purchase {
	return purchase.Purchase{
		PurchaseCountry: p.PurchaseCountry, PurchaseCurrency: p.PurchaseCurrency, Locale: p.Locale,
		OrderAmount: p.OrderAmount, OrderTaxAmount: p.OrderTaxAmount, OrderLines: linesOf(p.OrderLines),
		MerchantReference1: p.MerchantReference1, MerchantReference2: p.MerchantReference2, MerchantData: p.MerchantData,
		BillingAddress: purchaseAddress(p.BillingAddress), ShippingAddress: purchaseAddress(p.ShippingAddress),
		Customer:     purchase.Customer{Type: p.Customer.Type, DateOfBirth: p.Customer.DateOfBirth},
		MerchantUrls: purchase.MerchantURLs{Notification: p.MerchantUrls.Notification},
		AutoCapture:  orZero(p.Options.AutoCapture),
	}
}

func linesOf(lines []OrderLine) []purchase.OrderLine {
	list := make([]purchase.OrderLine, len(lines))
	for i, l := range lines {
		list[i] = purchase.OrderLine{
			Type: cmp.Or(l.Type, "physical"), Reference: l.Reference, Name: l.Name, Quantity: l.Quantity, QuantityUnit: l.QuantityUnit,
			UnitPrice: l.UnitPrice, TaxRate: l.TaxRate, TotalAmount: l.TotalAmount,
			TotalDiscountAmount: orZero(l.TotalDiscountAmount), TotalTaxAmount: l.TotalTaxAmount,
			ImageUrl: l.ImageUrl, ProductUrl: l.ProductUrl, MerchantData: l.MerchantData,
		}
	}
	return list
}

// orZero is what a member that need not be sent says.
func orZero[T any](sent *T) (value T) {
	if sent != nil {
		value = *sent
	}
	return value
}

// purchaseAddress writes streets that come in parts as one line.
func purchaseAddress(a Address) purchase.Address {
	street := strings.Join(strings.Fields(a.StreetName+" "+a.StreetNumber+" "+a.HouseExtension), " ")
	return purchase.Address{
		GivenName: a.GivenName, FamilyName: a.FamilyName, OrganizationName: a.OrganizationName, Title: a.Title,
		Email: a.Email, Phone: a.Phone, StreetAddress: cmp.Or(a.StreetAddress, street), StreetAddress2: a.StreetAddress2,
		PostalCode: a.PostalCode, City: a.City, Region: a.Region, Country: strings.ToUpper(a.Country), Attention: a.Attention,
	}
}

// addressOf is what a payer typed as an address.
func addressOf(p payer.Details) Address {
	return Address{
		GivenName: p.GivenName, FamilyName: p.FamilyName, Email: p.Email, Phone: p.Phone,
		StreetAddress: p.StreetAddress, StreetAddress2: p.StreetAddress2, PostalCode: p.PostalCode, City: p.City,
		Region: p.Region, Country: strings.ToLower(p.Country),
	}
}

// overlay lays what a payer typed over an address; the result is one address, by
// the rules of purchase.Typed. A new street replaces one that came in parts.
func overlay(base, typed Address) Address {
	given, said := purchaseAddress(base), purchaseAddress(typed)
	if purchase.Moved(given, said) {
		base.StreetAddress2, base.Region, base.OrganizationName = "", "", ""
		base.Attention, base.CareOf, base.Reference = "", "", ""
	}
	if purchase.Renamed(given, said) {
		base.Title, base.Attention, base.Reference = "", "", ""
	}
	if typed.StreetAddress != "" && typed.StreetAddress != given.StreetAddress {
		base.StreetName, base.StreetNumber, base.HouseExtension = "", "", ""
	}
	for _, pair := range []struct {
		to   *string
		from string
	}{
		{&base.GivenName, typed.GivenName}, {&base.FamilyName, typed.FamilyName}, {&base.Email, typed.Email}, {&base.Phone, typed.Phone},
		{&base.StreetAddress, typed.StreetAddress}, {&base.StreetAddress2, typed.StreetAddress2}, {&base.PostalCode, typed.PostalCode},
		{&base.City, typed.City}, {&base.Region, typed.Region}, {&base.Country, typed.Country},
	} {
		if pair.from != "" {
			*pair.to = pair.from
		}
	}
	return base
}

// payerOf is what is known of the payer.
func payerOf(p Purchase) payer.Details {
	a := purchaseAddress(p.BillingAddress)
	return payer.Details{
		Email: a.Email, Phone: a.Phone, GivenName: a.GivenName, FamilyName: a.FamilyName, DateOfBirth: p.Customer.DateOfBirth,
		StreetAddress: a.StreetAddress, StreetAddress2: a.StreetAddress2, PostalCode: a.PostalCode, City: a.City,
		Region: a.Region, Country: cmp.Or(a.Country, p.PurchaseCountry),
	}
}

func shippingChoice(o ShippingOption) order.ShippingChoice {
	return order.ShippingChoice{
		Id: o.Id, Name: o.Name, Price: o.Price, TaxAmount: o.TaxAmount, TaxRate: o.TaxRate, Method: o.ShippingMethod, TmsReference: o.TmsReference,
	}
}
