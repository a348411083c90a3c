package app

import (
	"cmp"
	"context"
	"net/http"
	"strings"

	"golang.org/x/text/language"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground/snippet"
	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/provider/checkout"
	"github.com/openhpp/openhpp/internal/web"
)

// snippetScript is the address of the script that Checkout orders' snippets load;
// empty where nobody serves one.
func (a *App) snippetScript() string {
	if a.config.Environment != Playground {
		return ""
	}
	return a.config.PublicURL + snippet.ScriptPath
}

// mountSnippet serves the stand-in for the script that shows a Checkout order in a
// shop's page, for shops and pages under test.
func (a *App) mountSnippet(api *web.Table, own *provider.Provider) {
	if a.config.Environment != Playground {
		return
	}
	server := snippet.Server{
		Payments: own, PublicURL: a.config.PublicURL, Selling: a.merchants.Selling,
		Open: func(ctx context.Context, id, proof string) (snippet.Order, error) {
			return openSnippet(ctx, own, id, proof)
		},
	}
	api.AddPublic(snippet.ScriptPath, server.ServeScript)
	api.AddPublic(snippet.FramePath, server.ServeFrame)
	api.AddPublic(snippet.CodePath, server.ServeCode)
	api.Add(web.Route{
		Method: http.MethodPost, Path: snippet.CallPath, Access: web.AccessLink, Rate: web.RateNone, Origin: web.OriginOwn,
	}, http.HandlerFunc(server.ServeCall))
}

// openSnippet is the order that a snippet's script opens, as its frame shows it.
func openSnippet(ctx context.Context, own *provider.Provider, id, proof string) (snippet.Order, error) {
	o, confirmation, err := own.Checkout.OpenToScript(ctx, id, proof)
	if err != nil {
		return snippet.Order{}, err
	}
	ref := hpp.PaymentRef{Provider: builtin, Kind: hpp.KindCheckout, ID: id}
	session, err := own.Read(ctx, o.Merchant, ref)
	if err != nil {
		return snippet.Order{}, err
	}
	p := o.Purchase
	country := session.Purchase.Country
	shown := snippet.Order{
		Merchant: o.Merchant, Ref: ref, Complete: o.Status == checkout.StatusComplete, Confirmation: browserURL(confirmation),
		Total: p.OrderAmount, Currency: p.PurchaseCurrency, Locale: p.Locale, Country: country, Countries: countriesOf(country, p.BillingCountries),
		Customer: cmp.Or(p.Customer.Type, "person"), Customers: p.Options.AllowedCustomerTypes, Payer: snippetPayer(session.Payer, country),
		Deliveries: []snippet.Delivery{}, Delivery: p.SelectedShippingOption.Id, Checkboxes: checkboxesOf(p.Options), Methods: []snippet.Method{},
		AskShop: p.Options.RequireClientValidation != nil && *p.Options.RequireClientValidation,
	}
	if len(shown.Customers) == 0 {
		shown.Customers = []string{"person"}
	}
	for _, d := range p.ShippingOptions {
		shown.Deliveries = append(shown.Deliveries, snippet.Delivery{
			ID: d.Id, Name: d.Name, Description: d.Description, Promo: d.Promo, Price: d.Price, TaxAmount: d.TaxAmount, TaxRate: d.TaxRate,
		})
	}
	for _, m := range session.Methods {
		shown.Methods = append(shown.Methods, snippet.Method{Category: strings.ToLower(string(m.Category)), Name: m.Name})
	}
	return shown, nil
}

func snippetPayer(p hpp.Payer, country string) snippet.Payer {
	return snippet.FillIn(snippet.Payer{
		Email: p.Email, Phone: p.Phone, GivenName: p.GivenName, FamilyName: p.FamilyName, DateOfBirth: p.DateOfBirth,
		StreetAddress: p.StreetAddress, PostalCode: p.PostalCode, City: p.City, Region: p.Region, Country: p.Country,
	}, country)
}

// countriesOf are those that the payer may live in: the order's own, and the others
// that its merchant allows.
func countriesOf(own string, allowed []string) []snippet.Country {
	countries := []snippet.Country{}
	for _, code := range append([]string{own}, allowed...) {
		region, err := language.ParseRegion(code)
		if code = strings.ToUpper(code); err != nil || len(countries) > 0 && code == own {
			continue
		}
		countries = append(countries, snippet.Country{Code: code, Alpha3: strings.ToLower(region.ISO3())})
	}
	return countries
}

// checkboxesOf are the merchant's own.
func checkboxesOf(o checkout.Options) []snippet.Checkbox {
	boxes := []snippet.Checkbox{}
	for _, sent := range append([]map[string]any{o.AdditionalCheckbox}, o.AdditionalCheckboxes...) {
		text, ok := sent["text"].(string)
		if !ok {
			continue
		}
		box := snippet.Checkbox{Key: "additional_checkbox", Text: text}
		if key, ok := sent["id"].(string); ok {
			box.Key = key
		}
		box.Checked, _ = sent["checked"].(bool)
		box.Required, _ = sent["required"].(bool)
		boxes = append(boxes, box)
	}
	return boxes
}
