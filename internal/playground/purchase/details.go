package purchase

import (
	"regexp"
	"time"

	"github.com/openhpp/openhpp/internal/playground/member"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

var (
	colour = regexp.MustCompile(`^#[A-Fa-f0-9]{6}$`)
	ssn    = regexp.MustCompile(`^([0-9]{4}|[0-9]{9})$`)
)

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
	p.out.CustomPaymentMethodIds = promotions(o)
}

func merchantURLs(o member.Object) payments.MerchantURLs {
	return payments.MerchantURLs{
		Confirmation:  o.URL("confirmation"),
		Notification:  o.URL("notification"),
		Push:          o.URL("push"),
		Authorization: o.URL("authorization"),
		AppReturnUrl:  o.URL("app_return_url"),
	}
}

func options(o member.Object) payments.Options {
	return payments.Options{
		ColorBorder:         o.Matching("color_border", colour),
		ColorBorderSelected: o.Matching("color_border_selected", colour),
		ColorDetails:        o.Matching("color_details", colour),
		ColorText:           o.Matching("color_text", colour),
		RadiusBorder:        o.Text("radius_border", 255),
		// Names of an older generation (provider.md A.3.7).
		ColorButton:            o.Matching("color_button", colour),
		ColorButtonText:        o.Matching("color_button_text", colour),
		ColorCheckbox:          o.Matching("color_checkbox", colour),
		ColorCheckboxCheckmark: o.Matching("color_checkbox_checkmark", colour),
		ColorHeader:            o.Matching("color_header", colour),
		ColorLink:              o.Matching("color_link", colour),
		ColorTextSecondary:     o.Matching("color_text_secondary", colour),
	}
}

// customer checks the personal numbers and drops them: nothing here needs
// them, and what is not kept cannot leak.
func customer(o member.Object) payments.Customer {
	o.Matching("last_four_ssn", ssn)
	o.Text("national_identification_number", 255)
	c := payments.Customer{
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
		o.Wrong("date_of_birth")
	}
	return c
}

// Date reports whether text is a day written YYYY-MM-DD.
func Date(text string) bool {
	day, err := time.Parse(time.DateOnly, text)
	return err == nil && day.Year() >= 1900
}

func promotions(o member.Object) []string {
	const name, limit = "custom_payment_method_ids", 100
	if !o.Has(name) {
		return nil
	}
	list, ok := o.Tree[name].([]any)
	if !ok || len(list) > limit {
		o.Wrong(name)
		return nil
	}
	var ids []string
	for _, element := range list {
		id, ok := element.(string)
		if !ok || len(id) > 255 {
			o.Wrong(name)
			return nil
		}
		ids = append(ids, id)
	}
	return ids
}
