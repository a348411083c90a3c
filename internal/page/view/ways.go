package view

import (
	"cmp"
	"slices"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

// side is how many pixels the picture in a module has.
const side = "512"

func (t teller) ways(v hpp.TillView, back Returned) *Ways {
	self := v.Mode == hpp.SelfCheckoutMode
	w := Ways{Once: v.IdempotencyKey, Update: t.Text("module.update"), Or: t.Text("module.send")}
	for _, channel := range v.Channels {
		switch channel {
		case hpp.TillQR:
			w.Code = t.codeWay(self)
		case hpp.TillEmail:
			w.Sends = append(w.Sends, t.byEmail(back.Typed))
		case hpp.TillSMS:
			w.Sends = append(w.Sends, t.bySMS(back.Typed))
		case hpp.TillCode:
			w.Sends = append(w.Sends, t.byToken(back.Typed, self))
		}
	}
	w.Errors = t.returned(w.Sends, back)
	return &w
}

func (t teller) codeWay(self bool) *CodeWay {
	code := CodeWay{
		Heading: t.Text("poster.title"), Text: t.Text("poster.how"),
		Picture: Address(t.site.QR + "/qr?size=" + side),
	}
	if !self {
		code.Heading, code.Text = t.Text("module.show"), ""
		code.Print = &Link{To: Address(t.site.QR + "/poster"), Text: t.Text("module.print")}
	}
	return &code
}

func (t teller) byEmail(typed hpp.DistributionRequest) Send {
	return Send{
		Method: string(hpp.ByEmail), Button: Button{Text: t.Text("module.email"), Busy: t.Text("pay.busy")},
		Fields: []Field{{Name: "email", Label: t.Text("email.label"), Type: "email", Fill: "off", Value: typed.Email}},
	}
}

func (t teller) bySMS(typed hpp.DistributionRequest) Send {
	country := cmp.Or(typed.PhoneCountry, t.visit.Purchase.Country)
	return Send{
		Method: string(hpp.BySMS), Button: Button{Text: t.Text("module.sms"), Busy: t.Text("pay.busy")},
		Fields: []Field{
			{Name: "phone_country", Label: t.Text("country.label"), Fill: "off", Value: strings.ToUpper(country), Options: t.callable()},
			{Name: "phone", Label: t.Text("phone.label"), Type: "tel", Fill: "off", Value: typed.Phone},
		},
	}
}

func (t teller) byToken(typed hpp.DistributionRequest, self bool) Send {
	label := t.Text("module.code")
	if self {
		label = t.Text("module.own_code")
	}
	return Send{
		Method: string(hpp.ByToken), Button: Button{Text: t.Text("module.token"), Busy: t.Text("pay.busy")},
		Fields: []Field{{
			Name: "access_id", Label: label, Type: "text", InputMode: "numeric", Fill: "off", Value: typed.AccessID,
			Hint: t.Text("module.code_hint", locale.Values{"Address": isolate(t.site.Access)}),
		}},
	}
}

// callable are the countries that text messages go to.
func (t teller) callable() []Option {
	codes := t.site.Countries
	if len(codes) == 0 {
		codes = Markets
	}
	return optionsOf(t.named(codes))
}

// named are countries in the order of the language's alphabet. Sorting is
// dear; the markets are sorted already.
func (t teller) named(codes []string) []locale.Country {
	known := slices.DeleteFunc(slices.Clone(sorted()[t.Tag()]), func(c locale.Country) bool { return !slices.Contains(codes, c.Code) })
	if len(known) == len(codes) {
		return known
	}
	return t.Countries(codes)
}

// faults are what to say of a form that could not be sent, by the field that
// is told to be at fault; empty: by the one the method is about.
var faults = map[hpp.Code]map[string]string{
	hpp.CodeMissingContact: {"email": "email.wrong", "phone": "phone.wrong", "phone_country": "country.wrong", "access_id": "send.no_code"},
	hpp.CodeConstraint:     {"email": "email.wrong", "phone": "phone.wrong", "phone_country": "send.country", "access_id": "send.code"},

	hpp.CodeUnsupportedCountry: {"phone_country": "send.country"},
	hpp.CodeNotFound:           {"": "send.code"},
	hpp.CodeBlacklisted:        {"": "send.stopped"},
	hpp.CodeTooMany:            {"": "send.many"},
}

// returned marks the fields of a form that could not be sent; nil when nothing
// is wrong.
func (t teller) returned(sends []Send, back Returned) *Errors {
	if back.Code == "" {
		return nil
	}
	var all []Field
	for _, send := range sends {
		for i := range send.Fields {
			f := &send.Fields[i]
			if key := fault(*f, send, back); key != "" {
				f.Error = t.say(key)
				if key == "phone.wrong" {
					f.Error = t.phoneWrong(cmp.Or(strings.ToUpper(back.Typed.PhoneCountry), t.visit.Purchase.Country))
				}
			}
		}
		all = append(all, send.Fields...)
	}
	if e := t.errors("send.errors", "", all); e != nil {
		return e
	}
	return &Errors{Title: t.Text("send.errors")}
}

// fault is the key of what is wrong with a field; empty: nothing.
func fault(f Field, send Send, back Returned) string {
	if !strings.EqualFold(send.Method, back.Typed.Method) {
		return ""
	}
	keys := faults[back.Code]
	if key, ok := keys[""]; ok && f.Name == send.Fields[len(send.Fields)-1].Name {
		return key
	}
	if slices.ContainsFunc(back.Fields, func(name string) bool { return base(name) == f.Name }) {
		return keys[f.Name]
	}
	return ""
}
