package view

import (
	"cmp"
	"iter"
	"slices"
	"sync"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
	"github.com/openhpp/openhpp/internal/typed/postalcode"
)

// Details are what the provider needs to know of the payer.
type Details struct {
	Legend string
	Known  *Known  // nil: the fields stand open
	Fields []Field // that must be filled in, in the order of the country's own form
	More   More
	// Country leads to the choice of another country than this one; empty: the
	// choice is among More.
	Country string
}

// Known is a payer of whom nothing has to be asked: one row, which opens.
type Known struct {
	Name, Address string
	Change        string
	Open          bool // something in it has to be corrected
}

// More is a row that opens, with the fields that may stay empty.
type More struct {
	Label  string
	Open   bool // something in it is filled in, or has to be corrected
	Fields []Field
}

// all are the fields in the order of the page.
func (d Details) all() iter.Seq[Field] {
	return func(yield func(Field) bool) {
		for _, part := range [][]Field{d.Fields, d.More.Fields} {
			for _, f := range part {
				if !yield(f) {
					return
				}
			}
		}
	}
}

// isFaulty reports that something has to be corrected.
func (d Details) isFaulty() bool {
	for f := range d.all() {
		if f.Error != "" {
			return true
		}
	}
	return false
}

// payerField describes one of the payer's details.
type payerField struct {
	field                 Field
	value                 func(hpp.Payer) string
	label, missing, wrong string // keys of texts
}

// payerFields are the payer's details under the names of docs/spec/decisions.md
// §8. A birthday is typed: in a calendar the year is fifty pages away.
var payerFields = map[string]payerField{
	"email": {Field{Type: "email", Fill: "email"},
		func(p hpp.Payer) string { return p.Email }, "email.label", "email.missing", "email.wrong"},
	"phone": {Field{Type: "tel", Fill: "tel"},
		func(p hpp.Payer) string { return p.Phone }, "phone.label", "phone.missing", "phone.wrong"},
	"given_name": {Field{Type: "text", Fill: "given-name", Half: true},
		func(p hpp.Payer) string { return p.GivenName }, "given_name.label", "given_name.missing", "given_name.wrong"},
	"family_name": {Field{Type: "text", Fill: "family-name", Half: true},
		func(p hpp.Payer) string { return p.FamilyName }, "family_name.label", "family_name.missing", "family_name.wrong"},
	"date_of_birth": {Field{Type: "text", InputMode: "numeric", Fill: "bday"},
		func(p hpp.Payer) string { return p.DateOfBirth }, "date_of_birth.label", "date_of_birth.missing", "date_of_birth.wrong"},
	"street_address": {Field{Type: "text", Fill: "address-line1"},
		func(p hpp.Payer) string { return p.StreetAddress }, "street_address.label", "street_address.missing", "street_address.wrong"},
	"street_address2": {Field{Type: "text", Fill: "address-line2"},
		func(p hpp.Payer) string { return p.StreetAddress2 }, "street_address2.label", "street_address2.wrong", "street_address2.wrong"},
	"postal_code": {Field{Type: "text", Fill: "postal-code", Narrow: true},
		func(p hpp.Payer) string { return p.PostalCode }, "postal_code.label", "postal_code.missing", "postal_code.wrong"},
	"city": {Field{Type: "text", Fill: "address-level2", Half: true},
		func(p hpp.Payer) string { return p.City }, "city.label", "city.missing", "city.wrong"},
	"region": {Field{Type: "text", Fill: "address-level1", Half: true},
		func(p hpp.Payer) string { return p.Region }, "region.label", "region.missing", "region.wrong"},
	"country": {Field{Fill: "country", Half: true},
		func(p hpp.Payer) string { return p.Country }, "country.label", "country.missing", "country.wrong"},
}

// optionalFields may stay empty: the provider does not need them, or they follow
// from the others.
var optionalFields = []string{"street_address2", "phone", "date_of_birth", "region", "country"}

// details are the fields for a payer as typed or known so far; known says that
// the payer was known before anything was typed here.
func (t builder) details(payer hpp.Payer, known bool, c Correction) Details {
	payer.Country = cmp.Or(payer.Country, t.page.Purchase.Country)
	d := Details{Legend: t.Text("pay.details"), More: More{Label: t.Text("details.more")}}
	required := fieldOrder(payer.Country)
	d.Fields, d.More.Fields = make([]Field, 0, len(required)), make([]Field, 0, len(optionalFields))
	for _, name := range required {
		f := t.field(name, payer, c)
		f.Required = true
		d.Fields = append(d.Fields, f)
	}
	d.Fields[len(d.Fields)-1].Enter = "go"
	for _, name := range optionalFields {
		f := t.optionalField(name, payer, c)
		d.More.Open = d.More.Open || f.Error != "" || f.Value != "" && f.Type != hidden
		d.More.Fields = append(d.More.Fields, f)
		if name == "country" && f.Type == hidden {
			d.Country = t.Text("details.country", locale.Values{"Country": t.CountryName(f.Value)})
		}
	}
	if known {
		d.Known = &Known{
			Name:    shorten(payer.GivenName+" "+payer.FamilyName, 80),
			Address: shorten(payer.StreetAddress, 80),
			Change:  t.Text("details.change"),
			Open:    d.isFaulty(),
		}
	}
	return d
}

// isKnown reports a payer of whom nothing has to be asked.
func isKnown(payer hpp.Payer, country string) bool {
	return !slices.ContainsFunc(fieldOrder(cmp.Or(payer.Country, country)), func(name string) bool { return payerFields[name].value(payer) == "" })
}

// field is one of the payer's details, with what is wrong with it.
func (t builder) field(name string, payer hpp.Payer, c Correction) Field {
	d := payerFields[name]
	f := d.field
	f.Name, f.Label, f.Value = name, t.Text(d.label), d.value(payer)
	f.Fill = "billing " + f.Fill
	if name == "postal_code" {
		f.InputMode, f.Capitals = postalCodeKeys(payer.Country)
	}
	if fault, found := c.faultOf(name); found {
		f.Error, f.Short = t.faultText(name, d.wrong, payer.Country, fault), t.shortFaultText(f, payer.Country, fault)
		if f.Value == "" && fault.Kind == Wrong {
			f.Error, f.Short = t.Text(d.missing), ""
		}
	}
	return f
}

// postalCodeKeys is which keyboard a country's postal codes are typed with.
func postalCodeKeys(country string) (inputMode string, capitals bool) {
	switch {
	case postalcode.Lettered(country):
		return "", true
	case postalcode.Example(country) != "":
		return "numeric", false
	}
	return "", false
}

// optionalField is a field that may stay empty, and says so.
func (t builder) optionalField(name string, payer hpp.Payer, c Correction) Field {
	f := t.field(name, payer, c)
	switch name {
	case "date_of_birth":
		f.Hint = t.birthdayHint(payer.Country)
	case "country":
		// A list of countries is long, and nearly nobody pays from another one.
		if c.AskCountry || f.Error != "" || f.Value != t.page.Purchase.Country {
			f.Options, f.Focus = t.countries(f.Value), c.AskCountry
		} else {
			f.Type = hidden
		}
		return f
	case "region":
		t.fillRegion(&f, payer)
	}
	if f.Type != hidden && !f.Required {
		f.Label = t.optionalLabel(f.Label)
	}
	return f
}

// optionalLabels are labels of fields that may stay empty, by language and
// label: there are few, and every page has some.
var optionalLabels sync.Map

func (t builder) optionalLabel(label string) string {
	key := [2]string{t.Tag(), label}
	if text, ok := optionalLabels.Load(key); ok {
		return text.(string) //nolint:forcetypeassert // nothing else is put there
	}
	text := t.Text("field.optional", locale.Values{"Label": label})
	optionalLabels.Store(key, text)
	return text
}
