package view

import (
	"cmp"
	"slices"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Method is one radio button.
type Method struct {
	Value    string // the category in lower case
	Name     string
	Plan     string // when it is paid and what that costs, in one line
	Next     string // what happens once it is chosen; may be empty
	Selected bool
	Declined bool // Plan says that it was declined a moment ago
}

func isOffered(methods []hpp.Method, category hpp.Category) bool {
	return slices.ContainsFunc(methods, func(m hpp.Method) bool { return m.Category == category })
}

// methodNames are the names of the known categories. They come from the
// catalogues: the provider may know fewer languages than the page, and does not
// know which one the payer chose.
var methodNames = map[hpp.Category]string{
	hpp.DirectDebit:        "method.direct_debit",
	hpp.DirectBankTransfer: "method.direct_bank_transfer",
	hpp.PayNow:             "method.pay_now",
	hpp.PayLater:           "method.pay_later",
	hpp.PayOverTime:        "method.pay_over_time",
	hpp.KlarnaCategory:     "method.klarna",
}

func (t builder) methods() []Method {
	methods := make([]Method, 0, len(t.page.Methods))
	for _, m := range t.page.Methods {
		name := shorten(m.Name, 60)
		if key, ok := methodNames[m.Category]; ok {
			name = t.Text(key)
		}
		plan, next := t.plan(m)
		if m.Description != "" {
			plan = isolate(shorten(m.Description, 120))
		}
		if t.isDeclined(m.Category) {
			plan = t.Text("method.declined")
		}
		methods = append(methods, Method{
			Value:    strings.ToLower(string(m.Category)),
			Name:     cmp.Or(name, string(m.Category)),
			Plan:     plan,
			Next:     next,
			Selected: m.Category == t.page.Selected,
			Declined: t.isDeclined(m.Category),
		})
	}
	return methods
}
