package purchase

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/wire/payments"
)

var (
	colour     = regexp.MustCompile(`^#[A-Fa-f0-9]{6}$`)
	ssn        = regexp.MustCompile(`^([0-9]{4}|[0-9]{9})$`)
	schemeForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*$`)
)

// forbiddenSchemes would let a link run or read something at the payer's.
var forbiddenSchemes = []string{"javascript", "data", "file", "vbscript", "blob"}

const maxURL = 2000

// details are the members that neither the amounts nor the payer decide.
func (p *parser) details() {
	o := p.root
	p.out.MerchantReference1 = o.text("merchant_reference1", 255)
	p.out.MerchantReference2 = o.text("merchant_reference2", 255)
	p.out.MerchantData = o.note("merchant_data", 6000)
	p.out.Design = o.text("design", 255)
	p.out.AutoCapture = o.truth("auto_capture")
	p.out.AcquiringChannel = o.oneOf("acquiring_channel", "ECOMMERCE", "IN_STORE", "TELESALES")
	p.out.Intent = o.oneOf("intent", "buy", "tokenize", "buy_and_tokenize", "buy_and_link", "buy_and_default_tokenize")
	p.out.MerchantUrls = merchantURLs(o.child("merchant_urls"))
	p.out.Options = options(o.child("options"))
	p.out.Customer = customer(o.child("customer"))
	p.out.CustomPaymentMethodIds = promotions(o)
}

func merchantURLs(o object) payments.MerchantURLs {
	return payments.MerchantURLs{
		Confirmation:  address(o, "confirmation"),
		Notification:  address(o, "notification"),
		Push:          address(o, "push"),
		Authorization: address(o, "authorization"),
	}
}

// address reads an absolute URL (decisions.md §4); placeholders in braces may
// stand anywhere in it but in front.
func address(o object, name string) string {
	text := o.text(name, maxURL)
	if text == "" {
		return ""
	}
	u, err := url.Parse(text)
	if err != nil || !schemeForm.MatchString(u.Scheme) || slices.Contains(forbiddenSchemes, strings.ToLower(u.Scheme)) ||
		(u.Scheme == "http" || u.Scheme == "https") && u.Host == "" {
		o.wrong(name)
		return ""
	}
	return text
}

func options(o object) payments.Options {
	return payments.Options{
		ColorBorder:         o.matching("color_border", colour),
		ColorBorderSelected: o.matching("color_border_selected", colour),
		ColorDetails:        o.matching("color_details", colour),
		ColorText:           o.matching("color_text", colour),
		RadiusBorder:        o.text("radius_border", 255),
	}
}

// customer checks the personal numbers and drops them: nothing here needs
// them, and what is not kept cannot leak.
func customer(o object) payments.Customer {
	o.matching("last_four_ssn", ssn)
	o.text("national_identification_number", 255)
	c := payments.Customer{
		DateOfBirth:                o.text("date_of_birth", 10),
		Gender:                     o.text("gender", 20),
		Type:                       o.oneOf("type", "person", "organization"),
		Title:                      o.text("title", 20),
		OrganizationEntityType:     o.text("organization_entity_type", 255),
		OrganizationRegistrationId: o.text("organization_registration_id", 255),
		VatId:                      o.text("vat_id", 255),
	}
	if c.DateOfBirth != "" && !Date(c.DateOfBirth) {
		o.wrong("date_of_birth")
	}
	return c
}

// Date reports whether text is a day written YYYY-MM-DD.
func Date(text string) bool {
	day, err := time.Parse(time.DateOnly, text)
	return err == nil && day.Year() >= 1900
}

func promotions(o object) []string {
	const name, limit = "custom_payment_method_ids", 100
	if !o.has(name) {
		return nil
	}
	list, ok := o.tree[name].([]any)
	if !ok || len(list) > limit {
		o.wrong(name)
		return nil
	}
	var ids []string
	for _, element := range list {
		id, ok := element.(string)
		if !ok || len(id) > 255 {
			o.wrong(name)
			return nil
		}
		ids = append(ids, id)
	}
	return ids
}
