package purchase

import (
	"cmp"
	"encoding/json"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/provider/market"
	"github.com/openhpp/openhpp/internal/typed/cleantext"
	"github.com/openhpp/openhpp/internal/typed/phone"
	"github.com/openhpp/openhpp/internal/typed/postalcode"
)

const attachmentType = "application/vnd.klarna.internal.emd-v2+json"

var email = regexp.MustCompile(`^[^\s@]{1,64}@[^\s@]+\.[^\s@.]+$`)

// Email reports whether text has the form of an e-mail address.
func Email(text string) bool {
	return len(text) <= 99 && email.MatchString(text) && !cleantext.Unreadable(text)
}

// Name reports whether text can be a given or family name: two characters or
// more, not digits alone, no signs but those names are written with. Accents
// and dashes that stand for an apostrophe or a hyphen are such signs, and the
// joiners inside words of Persian and Indic scripts.
func Name(text string) bool {
	if strings.ContainsFunc(text, unicode.IsControl) {
		return false
	}
	letters := false
	text = cleantext.Name(text)
	for _, r := range text {
		switch {
		case unicode.IsLetter(r):
			letters = true
		case unicode.IsMark(r), unicode.IsDigit(r), strings.ContainsRune(" -'’·.,\u200c\u200d", r):
		default:
			return false
		}
	}
	return letters && utf8.RuneCountInString(text) > 1
}

func (p *parser) addresses() {
	p.out.BillingAddress = p.address("billing_address")
	p.out.ShippingAddress = p.address("shipping_address")
}

func (p *parser) address(name string) Address {
	o := p.root.Child(name)
	a := Address{
		GivenName: o.Typed("given_name", 99, cleantext.Line), FamilyName: o.Typed("family_name", 99, cleantext.Line), Title: o.Text("title", 20),
		Email: o.Typed("email", 99, cleantext.Email), Phone: o.Typed("phone", 99, phone.Clean),
		StreetAddress: o.Typed("street_address", 99, cleantext.Line), StreetAddress2: o.Typed("street_address2", 99, cleantext.Line),
		PostalCode: o.Typed("postal_code", 10, cleantext.Figures), City: o.Typed("city", 99, cleantext.Line), Region: o.Typed("region", 99, cleantext.Line),
		Country:          strings.ToUpper(o.Matching("country", jsonfields.Country)),
		OrganizationName: o.Typed("organization_name", 99, cleantext.Line), Attention: o.Typed("attention", 99, cleantext.Line),
	}
	country := a.Country
	if country == "" {
		country = p.out.PurchaseCountry
	}
	JudgeAddress(o, a, country)
	return a
}

const (
	nameReason  = "must be a name of two characters or more with at least one letter"
	emailReason = "must be an e-mail address such as name@example.com"
)

// JudgeAddress notes the members that have not the form of what they are;
// country decides about postal codes.
func JudgeAddress(o jsonfields.Object, a Address, country string) {
	m, _ := market.Of(country)
	for _, member := range []struct {
		name, value, reason string
		valid               func(string) bool
	}{
		{"given_name", a.GivenName, nameReason, Name}, {"family_name", a.FamilyName, nameReason, Name},
		{"email", a.Email, emailReason, Email},
		{"phone", a.Phone, "must be a phone number such as " + cmp.Or(m.ExamplePhone, "+46701740615"), phone.Possible},
		{"postal_code", a.PostalCode, "must be a postal code of " + country + " such as " + m.ExamplePostalCode,
			func(code string) bool { return postalcode.Valid(country, code) }},
	} {
		if member.value != "" && !member.valid(member.value) {
			o.Wrong(member.name, member.reason)
		}
	}
}

// attachment: every fault of it has the one published name.
func (p *parser) attachment() {
	if !p.root.HasChild("attachment") {
		return
	}
	member, ok := p.root.Tree["attachment"].(map[string]any)
	body, _ := member["body"].(string)
	kind, _ := member["content_type"].(string)
	if !ok || kind != attachmentType || !json.Valid([]byte(body)) {
		p.root.Wrong("attachment.attachment", "must be an object with content_type "+attachmentType+" and body, which is JSON in a string")
		return
	}
	p.out.Attachment = Attachment{Body: body, ContentType: kind}
}
