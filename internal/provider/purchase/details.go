package purchase

import (
	"time"

	"github.com/openhpp/openhpp/internal/jsonfields"
)

var ssn = jsonfields.NewForm(`^([0-9]{4}|[0-9]{9})$`, "must be 4 or 9 digits")

// details are the members that neither the amounts nor the payer decide.
func (p *parser) details() {
	o := p.root
	p.out.MerchantReference1 = o.Text("merchant_reference1", 255)
	p.out.MerchantReference2 = o.Text("merchant_reference2", 255)
	p.out.MerchantData = o.Note("merchant_data", 6000)
	p.out.Design = o.Text("design", 255)
	p.out.StepUpId = o.Text("step_up_id", 255)
	p.out.AutoCapture = o.Truth("auto_capture")
	p.out.AcquiringChannel = o.OneOf("acquiring_channel", "ECOMMERCE", "IN_STORE", "TELESALES")
	p.out.Intent = o.OneOf("intent", "buy", "tokenize", "buy_and_tokenize", "buy_and_link", "buy_and_default_tokenize")
	p.out.MerchantUrls = merchantURLs(o.Child("merchant_urls"))
	p.out.Options = options(o.Child("options"))
	p.out.Customer = customer(o.Child("customer"))
	p.out.CustomPaymentMethodIds = o.Strings("custom_payment_method_ids", 100)
}

func merchantURLs(o jsonfields.Object) MerchantURLs {
	return MerchantURLs{
		Confirmation:  o.URL("confirmation"),
		Notification:  o.CallbackURL("notification"),
		Push:          o.CallbackURL("push"),
		Authorization: o.CallbackURL("authorization"),
		AppReturnUrl:  o.AppURL("app_return_url"),
	}
}

func options(o jsonfields.Object) Options {
	return Options{
		ColorBorder:         o.Colour("color_border"),
		ColorBorderSelected: o.Colour("color_border_selected"),
		ColorDetails:        o.Colour("color_details"),
		ColorText:           o.Colour("color_text"),
		RadiusBorder:        o.Text("radius_border", 255),
		// Names of an older generation (docs/spec/provider.md A.3.7).
		ColorButton:            o.Colour("color_button"),
		ColorButtonText:        o.Colour("color_button_text"),
		ColorCheckbox:          o.Colour("color_checkbox"),
		ColorCheckboxCheckmark: o.Colour("color_checkbox_checkmark"),
		ColorHeader:            o.Colour("color_header"),
		ColorLink:              o.Colour("color_link"),
		ColorTextSecondary:     o.Colour("color_text_secondary"),
	}
}

// customer checks the personal numbers and drops them: nothing here needs
// them, and what is not kept cannot leak.
func customer(o jsonfields.Object) Customer {
	o.Matching("last_four_ssn", ssn)
	o.Text("national_identification_number", 255)
	c := Customer{
		CustomerToken:              o.Text("customer_token", 255),
		DateOfBirth:                o.Text("date_of_birth", 10),
		Gender:                     o.Text("gender", 20),
		Type:                       o.OneOf("type", "person", "organization"),
		Title:                      o.Text("title", 20),
		OrganizationEntityType:     o.Text("organization_entity_type", 255),
		OrganizationRegistrationId: o.Text("organization_registration_id", 255),
		VatId:                      o.Text("vat_id", 255),
	}
	if c.DateOfBirth != "" && !Date(c.DateOfBirth) {
		o.Wrong("date_of_birth", "must be a day written YYYY-MM-DD, such as 1970-07-10")
	}
	return c
}

// Date reports whether text is a day written YYYY-MM-DD.
func Date(text string) bool {
	day, err := time.Parse(time.DateOnly, text)
	return err == nil && day.Year() >= 1900
}
