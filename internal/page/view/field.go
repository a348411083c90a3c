package view

import (
	"cmp"
	"iter"
	"strings"
)

// Field is what somebody types or chooses in a form.
type Field struct {
	Name      string // also its id
	Label     string
	Type      string // of the input
	InputMode string // which keyboard a phone shows; empty: the type's own
	Fill      string // the autocomplete token
	Enter     string // what the Enter key of a phone says, as enterkeyhint; empty: the phone's own
	Capitals  bool   // letters are capitals
	Half      bool   // two stand beside each other
	Narrow    bool   // beside a Half, and narrower
	Required  bool   // set for screen readers; Error says what is wrong
	Focus     bool   // it is the only field of its page
	Hint      string
	Value     string
	Error     string
	Short     string   // Error in the list above the form; empty: the same
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
	// BesideFocus says that the one field at fault has the focus already.
	BesideFocus bool
}

// Item leads from the summary to the field.
type Item struct{ Target, Text string }

// errors gathers what is wrong with a form; nil when nothing is.
func (t builder) errors(title, method string, fields iter.Seq[Field]) *Errors {
	e := Errors{Title: t.Text(title)}
	if method != "" {
		e.Items = append(e.Items, Item{"methods", method})
	}
	for f := range fields {
		if f.Error != "" {
			e.Items = append(e.Items, Item{f.Name, cmp.Or(f.Short, f.Error)})
		}
	}
	if e.Items == nil {
		return nil
	}
	return &e
}

// lastMember is the last name of a dotted member: "billing_address.city" is "city".
func lastMember(field string) string { return field[strings.LastIndexByte(field, '.')+1:] }
