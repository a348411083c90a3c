package view

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

// The list above the form has a line for each field, with an example of the
// country; what exactly is wrong stands at the field.
func TestListOfFaultsHasALineEach(t *testing.T) {
	typed := hpp.Payer{Email: "x", GivenName: "1", FamilyName: "Test", StreetAddress: "A", PostalCode: "1", City: "B", Phone: "call", DateOfBirth: "31.02.1970", Country: "DE"}
	for locale, want := range map[string][]Item{
		"en-DE": {
			{"email", "E-mail, such as name@example.com"}, {"given_name", "First name"}, {"postal_code", "Postal code, such as 10178"},
			{"phone", "Mobile phone, such as +49 151 23456789"}, {"date_of_birth", "Date of birth, such as 31.07.1970"},
		},
		"de-DE": {
			{"email", "E-Mail, etwa name@example.com"}, {"given_name", "Vorname"}, {"postal_code", "Postleitzahl, etwa 10178"},
			{"phone", "Handynummer, etwa +49 151 23456789"}, {"date_of_birth", "Geburtsdatum, etwa 31.07.1970"},
		},
	} {
		v := visited(hpp.PagePay, hpp.Waiting)
		v.Purchase.Country, v.Purchase.Locale = "DE", locale
		s := ForCorrection(v, here, Correction{Payer: typed, Refused: true, Faults: map[string]Fault{
			"email": {Kind: Wrong}, "given_name": {Kind: Wrong}, "postal_code": {Kind: Wrong}, "phone": {Kind: Wrong}, "date_of_birth": {Kind: Wrong},
		}})
		if diff := cmp.Diff(want, s.Pay.Errors.Items); diff != "" {
			t.Errorf("%s: %s", locale, diff)
		}
	}
}
