package view

import (
	"slices"
	"strings"
	"sync"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

// Field is one of the payer's details.
type Field struct {
	Name      string // also its id
	Label     string
	Type      string // of the input
	InputMode string // which keyboard a phone shows; empty: the type's own
	Fill      string // the autocomplete token
	Half      bool   // two stand beside each other
	Required  bool   // set for screen readers; Error says what is wrong
	Focus     bool   // it is the only field of its page
	Hint      string
	Value     string
	Error     string
	Options   []Option // a select instead of an input; that of Value is chosen
}

// Option is one choice of a select. Lists of them are shared by all pages.
type Option struct{ Value, Name string }

// DescribedBy names the elements that explain the field to a screen reader.
func (f Field) DescribedBy() string {
	var ids []string
	if f.Error != "" {
		ids = append(ids, f.Name+"-error")
	}
	if f.Hint != "" {
		ids = append(ids, f.Name+"-hint")
	}
	return strings.Join(ids, " ")
}

// Errors is the summary above a form.
type Errors struct {
	Title string
	Items []Item
}

// Item leads from the summary to the field.
type Item struct{ Target, Text string }

// Markets are the countries purchases are paid from (provider.md H.1).
var Markets = []string{
	"AT", "AU", "BE", "CA", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "GR",
	"HU", "IE", "IT", "MX", "NL", "NO", "NZ", "PL", "PT", "RO", "SE", "SK", "US",
}

// payerFields lists the fields in the order a payer fills them in, with the names
// of decisions.md §8. A birthday is typed: in a calendar the year is fifty pages
// away.
var payerFields = []struct {
	field                 Field
	value                 func(hpp.Payer) string
	label, missing, wrong string
	optional              bool
}{
	{Field{Name: "email", Type: "email", Fill: "email"},
		func(p hpp.Payer) string { return p.Email }, "email.label", "email.missing", "email.wrong", false},
	{Field{Name: "phone", Type: "tel", Fill: "tel"},
		func(p hpp.Payer) string { return p.Phone }, "phone.label", "phone.missing", "phone.wrong", true},
	{Field{Name: "given_name", Type: "text", Fill: "given-name", Half: true},
		func(p hpp.Payer) string { return p.GivenName }, "given_name.label", "given_name.missing", "given_name.wrong", false},
	{Field{Name: "family_name", Type: "text", Fill: "family-name", Half: true},
		func(p hpp.Payer) string { return p.FamilyName }, "family_name.label", "family_name.missing", "family_name.wrong", false},
	{Field{Name: "date_of_birth", Type: "text", InputMode: "numeric", Fill: "bday"},
		func(p hpp.Payer) string { return p.DateOfBirth }, "date_of_birth.label", "date_of_birth.missing", "date_of_birth.wrong", true},
	{Field{Name: "street_address", Type: "text", Fill: "address-line1"},
		func(p hpp.Payer) string { return p.StreetAddress }, "street_address.label", "street_address.missing", "street_address.wrong", false},
	{Field{Name: "street_address2", Type: "text", Fill: "address-line2"},
		func(p hpp.Payer) string { return p.StreetAddress2 }, "street_address2.label", "street_address2.wrong", "street_address2.wrong", true},
	{Field{Name: "postal_code", Type: "text", Fill: "postal-code", Half: true},
		func(p hpp.Payer) string { return p.PostalCode }, "postal_code.label", "postal_code.missing", "postal_code.wrong", false},
	{Field{Name: "city", Type: "text", Fill: "address-level2", Half: true},
		func(p hpp.Payer) string { return p.City }, "city.label", "city.missing", "city.wrong", false},
	{Field{Name: "region", Type: "text", Fill: "address-level1", Half: true},
		func(p hpp.Payer) string { return p.Region }, "region.label", "region.missing", "region.wrong", true},
	{Field{Name: "country", Fill: "country"},
		func(p hpp.Payer) string { return p.Country }, "country.label", "country.missing", "country.wrong", false},
}

func (t builder) fields(payer hpp.Payer, c Correction) []Field {
	fields := make([]Field, 0, len(payerFields))
	for _, d := range payerFields {
		f := d.field
		f.Label, f.Value = t.Text(d.label), d.value(payer)
		if fault, found := c.faultOf(f.Name); found {
			f.Error = t.faultText(f.Name, f.Label, d.wrong, payer.Country, fault)
			if f.Value == "" && fault.Kind == Wrong {
				f.Error = t.Text(d.missing)
			}
		}
		optional := d.optional
		switch f.Name {
		case "date_of_birth":
			f.Hint = t.birthdayHint(payer.Country)
		case "country":
			f.Options, f.Half = t.countries(f.Value), asksForRegion(payer)
		case "region":
			optional = t.fillRegion(&f, payer)
		case "street_address2":
			f.Type = ifShown(f.Type, asksForSecondLine(payer))
		}
		t.markOptional(&f, optional)
		fields = append(fields, f)
	}
	return fields
}

// markOptional says whether a field may stay empty: in its label, and to the browser.
func (t builder) markOptional(f *Field, optional bool) {
	f.Required = !optional
	if optional && f.Type != hidden {
		f.Label = t.optionalLabel(f.Label)
	}
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

// countries offers the markets and the payer's own country.
func (t builder) countries(own string) []Option {
	switch {
	case own == "":
		return append([]Option{{}}, marketOptions()[t.Tag()]...)
	case !slices.Contains(Markets, own):
		return optionsOf(t.Countries(append(slices.Clone(Markets), own)))
	}
	return marketOptions()[t.Tag()]
}

// marketOptions are the markets as choices, by language.
var marketOptions = sync.OnceValue(func() map[string][]Option {
	all := map[string][]Option{}
	for tag, countries := range sortedMarkets() {
		all[tag] = optionsOf(countries)
	}
	return all
})

func optionsOf(countries []locale.Country) []Option {
	options := make([]Option, len(countries))
	for i, c := range countries {
		options[i] = Option{Value: c.Code, Name: c.Name}
	}
	return options
}

// sortedMarkets are the markets in the order of each language's alphabet.
var sortedMarkets = sync.OnceValue(func() map[string][]locale.Country {
	all := map[string][]locale.Country{}
	for _, tag := range locale.Languages() {
		all[tag] = locale.Match(tag).Countries(Markets)
	}
	return all
})

// errors gathers what is wrong with a form; nil when nothing is.
func (t builder) errors(title, method string, fields []Field) *Errors {
	e := Errors{Title: t.Text(title)}
	if method != "" {
		e.Items = append(e.Items, Item{"methods", method})
	}
	for _, f := range fields {
		if f.Error != "" {
			e.Items = append(e.Items, Item{f.Name, f.Error})
		}
	}
	if e.Items == nil {
		return nil
	}
	return &e
}

// lastMember is the last name of a dotted member: "billing_address.city" is "city".
func lastMember(field string) string { return field[strings.LastIndexByte(field, '.')+1:] }
