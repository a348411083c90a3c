package view

import (
	"cmp"
	"slices"

	"github.com/openhpp/openhpp/internal/locale"
	"github.com/openhpp/openhpp/internal/typed/birthday"
	"github.com/openhpp/openhpp/internal/typed/postalcode"
)

// Fault is what is wrong with one field of the pay form.
type Fault struct {
	Kind    FaultKind
	Example string // of what would be right; empty: the payer's country's own
}

// FaultKind says why a field was not accepted.
type FaultKind string

// The kinds. All but the first two are of a date of birth.
const (
	Wrong      FaultKind = "wrong"      // missing, or not of the field's form
	Unreadable FaultKind = "unreadable" // holds characters that no keyboard types
	Unclear    FaultKind = "unclear"    // may mean more than one day
	Future     FaultKind = "future"     // is today or later
	Old        FaultKind = "old"        // is before 1900
)

var birthdayFaults = map[FaultKind]string{
	Wrong: "date_of_birth.wrong", Unclear: "date_of_birth.unclear", Future: "date_of_birth.future", Old: "date_of_birth.old",
}

var birthdayHints = map[string]string{
	"DMY": "date_of_birth.hint_dmy", "MDY": "date_of_birth.hint_mdy", "YMD": "date_of_birth.hint_ymd",
}

// faultOf is what is wrong with a field, found by the page or by the provider.
func (c Correction) faultOf(name string) (Fault, bool) {
	if fault, found := c.Faults[name]; found {
		return fault, true
	}
	return Fault{Kind: Wrong}, slices.ContainsFunc(c.Fields, func(field string) bool { return lastMember(field) == name })
}

// faultText says what is wrong with a field and what would be right there, by an
// example of the country. wrong is the key of the field's own text.
func (t builder) faultText(name, wrong, country string, f Fault) string {
	switch {
	case f.Kind == Unreadable:
		return t.Text("field.unreadable")
	case name == "date_of_birth":
		wrong = birthdayFaults[f.Kind]
	}
	if example := t.exampleOf(name, country, f); example != "" {
		return t.Text(wrong, locale.Values{"Example": example})
	}
	return t.Text(wrong)
}

// shortFaultText is the same in the list above the form, which leads to the field:
// one line, by the field's label and the example.
func (t builder) shortFaultText(f Field, country string, fault Fault) string {
	example := t.exampleOf(f.Name, country, fault)
	if example == "" {
		return f.Label
	}
	return t.Text("field.such_as", locale.Values{"Label": f.Label, "Example": example})
}

// exampleOf is what would be right in a field, as people of the country write it;
// empty where no example helps.
func (t builder) exampleOf(name, country string, f Fault) string {
	own := t.page.Purchase.Country
	switch name {
	case "email":
		return t.isolateExample("name@example.com")
	case "date_of_birth":
		return t.isolateExample(cmp.Or(f.Example, birthday.Example(cmp.Or(country, own))))
	case "postal_code":
		return t.isolateExample(cmp.Or(postalcode.Example(country), postalcode.Example(own)))
	case "phone":
		return t.isolateExample(phoneExample(country, own))
	}
	return ""
}

// birthdayHint says how people of a country write a date of birth.
func (t builder) birthdayHint(country string) string {
	country = cmp.Or(country, t.page.Purchase.Country)
	return t.Text(birthdayHints[birthday.Order(country)], locale.Values{"Example": t.isolateExample(birthday.Example(country))})
}

// isolateExample keeps an example in order within a text from right to left.
// Digits alone give an isolate no direction: the mark does.
func (t builder) isolateExample(text string) string {
	if t.Direction() == "rtl" {
		return "\u2068\u200e" + text + "\u2069"
	}
	return text
}
