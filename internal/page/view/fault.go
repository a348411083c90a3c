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
	Wrong      FaultKind = "wrong"      // missing, or not what belongs there
	Unreadable FaultKind = "unreadable" // holds signs that nobody types
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

// fault is what is wrong with a field, whoever found it.
func (c Correction) fault(name string) (Fault, bool) {
	if fault, found := c.Faults[name]; found {
		return fault, true
	}
	return Fault{Kind: Wrong}, slices.ContainsFunc(c.Fields, func(field string) bool { return base(field) == name })
}

// explained says what is wrong with a field and what would be right there, by
// an example of the country. label and wrong are the field's own texts.
func (t teller) explained(name, label, wrong, country string, f Fault) string {
	country = cmp.Or(country, t.visit.Purchase.Country)
	switch {
	case f.Kind == Unreadable:
		return label + " – " + t.Text("field.unreadable") // the list above the form shows it without its field
	case name == "date_of_birth":
		return t.Text(birthdayFaults[f.Kind], locale.Values{"Example": t.figures(cmp.Or(f.Example, birthday.Example(country)))})
	case name == "postal_code":
		example := cmp.Or(postalcode.Example(country), postalcode.Example(t.visit.Purchase.Country))
		return t.Text(wrong, locale.Values{"Example": t.figures(example)})
	case name == "phone":
		return t.phoneWrong(country)
	}
	return t.Text(wrong)
}

// birthdayHint says how the people of a country write a date of birth.
func (t teller) birthdayHint(country string) string {
	country = cmp.Or(country, t.visit.Purchase.Country)
	return t.Text(birthdayHints[birthday.Order(country)], locale.Values{"Example": t.figures(birthday.Example(country))})
}

// figures keeps an example in its order within a text that runs from right to
// left. Digits alone do not say which way an isolate runs: the mark does.
func (t teller) figures(text string) string {
	if t.Direction() == "rtl" {
		return "\u2068\u200e" + text + "\u2069"
	}
	return text
}
