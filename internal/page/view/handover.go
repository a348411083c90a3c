package view

import (
	"cmp"
	"slices"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

// qrPixels is the width of the QR code at a till, in pixels.
const qrPixels = "512"

func (t builder) handover(v hpp.TillView, back RejectedSend) *Handover {
	self := v.Mode == hpp.SelfCheckoutMode
	w := Handover{IdempotencyKey: v.IdempotencyKey, Update: t.Text("module.update"), Or: t.Text("module.send")}
	for _, channel := range v.Channels {
		switch channel {
		case hpp.TillQR:
			w.QR = t.qrCode(self)
		case hpp.TillEmail:
			w.Sends = append(w.Sends, t.emailForm(back.Typed))
		case hpp.TillSMS:
			w.Sends = append(w.Sends, t.smsForm(back.Typed))
		case hpp.TillCode:
			w.Sends = append(w.Sends, t.tokenForm(back.Typed, self))
		}
	}
	w.Errors = t.sendErrors(w.Sends, back)
	return &w
}

func (t builder) qrCode(self bool) *QRCode {
	code := QRCode{
		Heading: t.Text("poster.title"), Text: t.Text("poster.how"),
		Image: Address(t.site.QR + "/qr?size=" + qrPixels),
	}
	if !self {
		code.Heading, code.Text = t.Text("module.show"), ""
		code.Print = &Link{To: Address(t.site.QR + "/poster"), Text: t.Text("module.print")}
	}
	return &code
}

func (t builder) emailForm(typed hpp.DistributionRequest) SendForm {
	return SendForm{
		Method: string(hpp.ByEmail), Button: Button{Text: t.Text("module.email"), Busy: t.Text("pay.busy")},
		Fields: []Field{{Name: "email", Label: t.Text("email.label"), Type: "email", Fill: "off", Value: typed.Email}},
	}
}

func (t builder) smsForm(typed hpp.DistributionRequest) SendForm {
	country := cmp.Or(typed.PhoneCountry, t.page.Purchase.Country)
	return SendForm{
		Method: string(hpp.BySMS), Button: Button{Text: t.Text("module.sms"), Busy: t.Text("pay.busy")},
		Fields: []Field{
			{Name: "phone_country", Label: t.Text("country.label"), Fill: "off", Value: strings.ToUpper(country), Options: t.callableCountries()},
			{Name: "phone", Label: t.Text("phone.label"), Type: "tel", Fill: "off", Value: typed.Phone},
		},
	}
}

func (t builder) tokenForm(typed hpp.DistributionRequest, self bool) SendForm {
	label := t.Text("module.code")
	if self {
		label = t.Text("module.own_code")
	}
	return SendForm{
		Method: string(hpp.ByToken), Button: Button{Text: t.Text("module.token"), Busy: t.Text("pay.busy")},
		Fields: []Field{{
			Name: "access_id", Label: label, Type: "text", InputMode: "numeric", Fill: "off", Value: typed.AccessID,
			Hint: t.Text("module.code_hint", locale.Values{"Address": isolate(t.site.Access)}),
		}},
	}
}

// callableCountries are the countries that text messages go to.
func (t builder) callableCountries() []Option {
	codes := t.site.Countries
	if len(codes) == 0 {
		codes = Markets
	}
	return optionsOf(t.sortedCountries(codes))
}

// sortedCountries are countries in the order of the language's alphabet. Sorting is
// slow, and the markets are sorted already.
func (t builder) sortedCountries(codes []string) []locale.Country {
	known := slices.DeleteFunc(slices.Clone(sortedMarkets()[t.Tag()]), func(c locale.Country) bool { return !slices.Contains(codes, c.Code) })
	if len(known) == len(codes) {
		return known
	}
	return t.Countries(codes)
}

// sendFaultKeys are the keys of texts for a form that could not be sent, by the field
// at fault; empty: the method's own field.
var sendFaultKeys = map[hpp.Code]map[string]string{
	hpp.CodeMissingContact: {"email": "email.wrong", "phone": "phone.wrong", "phone_country": "country.wrong", "access_id": "send.no_code"},
	hpp.CodeConstraint:     {"email": "email.wrong", "phone": "phone.wrong", "phone_country": "send.country", "access_id": "send.code"},

	hpp.CodeUnsupportedCountry: {"phone_country": "send.country"},
	hpp.CodeNotFound:           {"": "send.code"},
	hpp.CodeBlacklisted:        {"": "send.stopped"},
	hpp.CodeTooMany:            {"": "send.many"},
}

// sendErrors marks the fields of a form that could not be sent; nil when nothing
// is wrong.
func (t builder) sendErrors(sends []SendForm, back RejectedSend) *Errors {
	if back.Code == "" {
		return nil
	}
	var all []Field
	for _, send := range sends {
		for i := range send.Fields {
			f := &send.Fields[i]
			if key := sendFaultKey(*f, send, back); key != "" {
				f.Error = t.purchaseText(key)
				if key == "phone.wrong" {
					f.Error = t.phoneFaultText(cmp.Or(strings.ToUpper(back.Typed.PhoneCountry), t.page.Purchase.Country))
				}
			}
		}
		all = append(all, send.Fields...)
	}
	if e := t.errors("send.errors", "", slices.Values(all)); e != nil {
		return e
	}
	return &Errors{Title: t.Text("send.errors")}
}

// sendFaultKey is the key of what is wrong with a field; empty: nothing.
func sendFaultKey(f Field, send SendForm, back RejectedSend) string {
	if !strings.EqualFold(send.Method, back.Typed.Method) {
		return ""
	}
	keys := sendFaultKeys[back.Code]
	if key, ok := keys[""]; ok && f.Name == send.Fields[len(send.Fields)-1].Name {
		return key
	}
	if slices.ContainsFunc(back.Fields, func(name string) bool { return lastMember(name) == f.Name }) {
		return keys[f.Name]
	}
	return ""
}
