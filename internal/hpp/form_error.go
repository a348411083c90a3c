package hpp

import "strings"

// FormError means that the payer's form was not taken: there are fields to
// correct, or the merchant does not sell like this.
type FormError struct {
	// Fields are form field names.
	Fields []string
	// MerchantMessage is what the merchant wants the payer to read; may be empty.
	MerchantMessage string
	// MerchantRedirect is where the merchant sends the payer instead; may be
	// empty.
	MerchantRedirect string
}

func (e *FormError) Error() string {
	return "the form was not taken: correct " + strings.Join(e.Fields, ", ")
}
