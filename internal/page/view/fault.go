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

// faultText says what is wrong with a field and what would be right there, by
// an example of the country. label and wrong are the field's own texts.
func (t builder) faultText(name, label, wrong, country string, f Fault) string {
	country = cmp.Or(country, t.page.Purchase.Country)
	switch {
	case f.Kind == Unreadable:
		return label + " – " + t.Text("field.unreadable") // the list above the form shows it without its field
	case name == "date_of_birth":
		return t.Text(birthdayFaults[f.Kind], locale.Values{"Example": t.isolateExample(cmp.Or(f.Example, birthday.Example(country)))})
	case name == "postal_code":
		example := cmp.Or(postalcode.Example(country), postalcode.Example(t.page.Purchase.Country))
		return t.Text(wrong, locale.Values{"Example": t.isolateExample(example)})
	case name == "phone":
		return t.phoneFaultText(country)
	}
	return t.Text(wrong)
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
