package view

// reasons maps the provider's reason of a decline to the key of a text for payers.
// A reason about the person is shown as "declined" only: it does not help the
// payer, and others may see the screen (docs/spec/provider.md E.1).
var reasons = map[string]string{
	"could_not_establish_identity": "reason.identity",
	"credit_limit_exceeded":        "reason.limit",
	"under_age":                    "reason.age",
	"technical_error":              "reason.technical",
	"wrong_code":                   "reason.code",
}

func reasonKey(word string) string {
	if key, ok := reasons[word]; ok {
		return key
	}
	return "reason.declined"
}
