package checkout

import (
	"strings"

	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/provider/purchase"
	"github.com/openhpp/openhpp/internal/typed/cleantext"
	"github.com/openhpp/openhpp/internal/typed/phone"
)

// details are the members that neither the amounts nor the payer decide.
func (p *parser) details() {
	o := p.root
	p.out.MerchantReference1 = o.Text("merchant_reference1", 255)
	p.out.MerchantReference2 = o.Text("merchant_reference2", 255)
	p.out.MerchantData = o.Note("merchant_data", 6000)
	p.out.Recurring = o.TruthSent("recurring")
	p.out.RecurringDescription = o.Note("recurring_description", 255)
	p.out.Customer = customer(o.Child("customer"))
	p.out.Options = options(o.Child("options"), p.out.PurchaseCountry)
	p.out.Attachment, p.out.Gui = o.Child("attachment").Tree, o.Child("gui").Tree
	p.out.ExternalPaymentMethods = providers(o, "external_payment_methods")
	p.out.ExternalCheckouts = providers(o, "external_checkouts")
	p.out.DiscountLines = objects(o, "discount_lines")
	p.out.ShippingCountries = stringList(o, "shipping_countries")
	p.out.BillingCountries = stringList(o, "billing_countries")
	p.out.Tags = stringList(o, "tags")
	if o.HasChild("merchant_urls") {
		p.out.MerchantUrls = merchantURLs(o.Child("merchant_urls"))
	}
}

// merchantURLs: four must be there once any is (docs/spec/provider.md B.2).
func merchantURLs(o jsonfields.Object) MerchantURLs {
	for _, name := range []string{"terms", "checkout", "confirmation", "push"} {
		if text, isText := o.Tree[name].(string); !o.Has(name) || isText && text == "" {
			o.Missing(name, "an absolute address, once there are merchant_urls")
		}
	}
	return MerchantURLs{
		Terms: o.URL("terms"), Checkout: o.URL("checkout"), Confirmation: o.URL("confirmation"), Push: o.CallbackURL("push"),
		Validation: o.CallbackURL("validation"), Notification: o.CallbackURL("notification"), CancellationTerms: o.URL("cancellation_terms"),
		ShippingOptionUpdate: o.CallbackURL("shipping_option_update"), AddressUpdate: o.CallbackURL("address_update"), CountryChange: o.CallbackURL("country_change"),
	}
}

func customer(o jsonfields.Object) Customer {
	c := Customer{
		Type: o.OneOf("type", "person", "organization"), Gender: o.OneOf("gender", "male", "female"),
		DateOfBirth:                o.Text("date_of_birth", 10),
		OrganizationRegistrationId: o.Text("organization_registration_id", 255), VatId: o.Text("vat_id", 255),
	}
	if c.DateOfBirth != "" && !purchase.Date(c.DateOfBirth) {
		o.Wrong("date_of_birth", "must be a day written YYYY-MM-DD, such as 1970-07-10")
	}
	return c
}

// options are kept and given back; few change what happens here.
func options(o jsonfields.Object, country string) Options {
	separate := o.Truth("allow_separate_shipping_address")
	if !o.Has("allow_separate_shipping_address") {
		separate = country == "DE"
	}
	return Options{
		AllowSeparateShippingAddress:          separate,
		DateOfBirthMandatory:                  o.Truth("date_of_birth_mandatory"),
		RequireValidateCallbackSuccess:        o.Truth("require_validate_callback_success"),
		AcquiringChannel:                      o.OneOf("acquiring_channel", "ECOMMERCE", "MOTO", "IN_STORE", "TELESALES"),
		VatRemoved:                            o.TruthSent("vat_removed"),
		ColorButton:                           o.Colour("color_button"),
		ColorButtonText:                       o.Colour("color_button_text"),
		ColorCheckbox:                         o.Colour("color_checkbox"),
		ColorCheckboxCheckmark:                o.Colour("color_checkbox_checkmark"),
		ColorHeader:                           o.Colour("color_header"),
		ColorLink:                             o.Colour("color_link"),
		RadiusBorder:                          o.Text("radius_border", 255),
		ShippingDetails:                       o.Note("shipping_details", 255),
		TitleMandatory:                        o.TruthSent("title_mandatory"),
		PhoneMandatory:                        o.TruthSent("phone_mandatory"),
		NationalIdentificationNumberMandatory: o.TruthSent("national_identification_number_mandatory"),
		VerifyNationalIdentificationNumber:    o.TruthSent("verify_national_identification_number"),
		AdditionalMerchantTerms:               o.Note("additional_merchant_terms", maxText),
		AdditionalCheckbox:                    o.Child("additional_checkbox").Tree,
		AdditionalCheckboxes:                  objects(o, "additional_checkboxes"),
		AllowedCustomerTypes:                  stringList(o, "allowed_customer_types"),
		ShowSubtotalDetail:                    o.TruthSent("show_subtotal_detail"),
		AutoCapture:                           o.TruthSent("auto_capture"),
		RequireClientValidation:               o.TruthSent("require_client_validation"),
		EnableDiscountModule:                  o.TruthSent("enable_discount_module"),
		ShowVatRegistrationNumberField:        o.TruthSent("show_vat_registration_number_field"),
	}
}

// providers are payment methods and checkouts of others: kept, not shown.
func providers(o jsonfields.Object, name string) []map[string]any {
	if !o.Has(name) {
		return []map[string]any{}
	}
	list := []map[string]any{}
	for _, element := range o.Elements(name, 0, maxList) {
		element.Required("name", 255)
		if element.URL("redirect_url") == "" {
			element.Missing("redirect_url", "an absolute address")
		}
		list = append(list, element.Tree)
	}
	return list
}

func (p *parser) addresses() {
	p.out.BillingAddress = p.address("billing_address")
	p.out.ShippingAddress = p.address("shipping_address")
}

// address: no lengths are published; these are those of Payments. Forms are
// judged when the payer agrees.
func (p *parser) address(name string) Address {
	o := p.root.Child(name)
	a := Address{
		GivenName: o.Typed("given_name", 99, cleantext.Line), FamilyName: o.Typed("family_name", 99, cleantext.Line), OrganizationName: o.Typed("organization_name", 99, cleantext.Line),
		Title: o.Text("title", 20), Email: o.Typed("email", 99, cleantext.Email), Phone: o.Typed("phone", 99, phone.Clean),
		StreetAddress: o.Typed("street_address", 99, cleantext.Line), StreetAddress2: o.Typed("street_address2", 99, cleantext.Line),
		StreetName: o.Typed("street_name", 80, cleantext.Line), StreetNumber: o.Typed("street_number", 20, cleantext.Line), HouseExtension: o.Typed("house_extension", 20, cleantext.Line),
		PostalCode: o.Typed("postal_code", 10, cleantext.Figures), City: o.Typed("city", 99, cleantext.Line), Region: o.Typed("region", 99, cleantext.Line),
		Country: strings.ToLower(o.Matching("country", jsonfields.Country)),
		CareOf:  o.Typed("care_of", 99, cleantext.Line), Reference: o.Text("reference", 99), Attention: o.Typed("attention", 99, cleantext.Line),
	}
	if a.Email != "" && !purchase.Email(a.Email) {
		o.Wrong("email", "must be an e-mail address such as name@example.com")
	}
	if a.Phone != "" && !phone.Possible(a.Phone) {
		o.Wrong("phone", "must be a phone number such as +46701740615")
	}
	return a
}
