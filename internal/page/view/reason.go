package view

import (
	"slices"

	"github.com/openhpp/openhpp/internal/hpp"
)

// reasons maps the provider's reason of a decline to the key of a text for payers.
// A reason about the person is shown as "declined" only: it does not help the
// payer, and others may see the screen (docs/spec/provider.md E.1).
var reasons = map[string]string{
	"could_not_establish_identity": "reason.identity",
	"credit_limit_exceeded":        "reason.limit",
	"under_age":                    "reason.age",
	"technical_error":              "reason.technical",
	"wrong_code":                   "reason.code",
	"too_many_codes":               "reason.code",
}

func reasonKey(word string) string {
	if key, ok := reasons[word]; ok {
		return key
	}
	return "reason.declined"
}

// declinedText says on the pay screen what became of the attempt before, by its reason
// where that says more than the word.
func (t builder) declinedText() string {
	key := reasonKey(t.page.Session.Result.Reason)
	if key == "reason.declined" {
		return t.Text("pay.declined")
	}
	return t.Text(key) + " " + t.Text("failed.money") + " " + t.Text("failed.next")
}

// isDeclined reports whether a method was just declined on this page.
func (t builder) isDeclined(category hpp.Category) bool {
	return t.page.Declined && slices.Contains(t.page.Session.Refused, category)
}
