package view

// reasons maps a provider's word for a decline to a sentence a payer may read.
// What only says how the provider judges a person is left at "declined": it
// helps nobody on the page and may shame somebody beside the screen
// (provider.md E.1).
var reasons = map[string]string{
	"could_not_establish_identity": "reason.identity",
	"credit_limit_exceeded":        "reason.limit",
	"under_age":                    "reason.age",
	"technical_error":              "reason.technical",
	"wrong_code":                   "reason.code",
}

func reason(word string) string {
	if key, ok := reasons[word]; ok {
		return key
	}
	return "reason.declined"
}
