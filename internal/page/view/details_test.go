package view

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

var known = hpp.Payer{
	Email: "alice@example.com", GivenName: "Alice", FamilyName: "Test", StreetAddress: "Södra Blasieholmshamnen 2", PostalCode: "111 48", City: "Stockholm",
}

func namesOf(fields []Field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return strings.Join(names, " ")
}

// Everybody is asked for the same six things, in the order of their own forms.
func TestSixFieldsInTheCountrysOrder(t *testing.T) {
	for _, country := range Markets {
		want := "email given_name family_name street_address postal_code city"
		switch {
		case slices.Contains([]string{"AU", "CA", "GB", "IE", "NZ", "US"}, country):
			want = "email given_name family_name street_address city postal_code"
		case country == "HU":
			want = "email family_name given_name postal_code city street_address"
		}
		v := visited(hpp.PagePay, hpp.Waiting)
		v.Purchase.Country = country
		d := ForPay(v, here).Pay.Details
		if d.Known != nil || d.More.Open {
			t.Errorf("%s: known %+v, more stands open: %t", country, d.Known, d.More.Open)
		}
		if diff := cmp.Diff(want, namesOf(d.Fields)); diff != "" {
			t.Errorf("%s: %s", country, diff)
		}
		if diff := cmp.Diff("street_address2 phone date_of_birth region country", namesOf(d.More.Fields)); diff != "" {
			t.Errorf("%s: %s", country, diff)
		}
		if last := d.Fields[len(d.Fields)-1]; last.Enter != "go" {
			t.Errorf("%s: Enter in the last field says %q", country, last.Enter)
		}
	}
}

// A form is in the words of the country's own forms.
func TestAddressesAreInTheCountrysWords(t *testing.T) {
	for locale, want := range map[string][2]string{
		"en-US": {"ZIP code", "City"}, "en-GB": {"Postcode", "Town or city"}, "en-IE": {"Eircode", "Town or city"}, "en-NZ": {"Postcode", "Town or city"},
		"en-AU": {"Postcode", "Suburb"}, "en-CA": {"Postal code", "City"}, "de-DE": {"Postleitzahl", "Ort"}, "it-IT": {"CAP", "Città"}, "cs-CZ": {"PSČ", "Město"},
	} {
		v := visited(hpp.PagePay, hpp.Waiting)
		v.Purchase.Locale, v.Purchase.Country = locale, locale[3:]
		if got := [2]string{fieldOf(t, v, "postal_code").Label, fieldOf(t, v, "city").Label}; got != want {
			t.Errorf("%s: %q, want %q", locale, got, want)
		}
	}
}

// Digits get the keys for digits, letters the keys for letters.
func TestPostalCodeKeysAreTheCountrys(t *testing.T) {
	for country, want := range map[string]Field{
		"SE": {InputMode: "numeric"}, "US": {InputMode: "numeric"}, "PL": {InputMode: "numeric"},
		"GB": {Capitals: true}, "NL": {Capitals: true}, "CA": {Capitals: true}, "IE": {Capitals: true}, "ZZ": {},
	} {
		v := visited(hpp.PagePay, hpp.Waiting)
		v.Payer.Country = country
		if f := fieldOf(t, v, "postal_code"); f.InputMode != want.InputMode || f.Capitals != want.Capitals {
			t.Errorf("%s: %q, capitals %t", country, f.InputMode, f.Capitals)
		}
	}
}

// A payer of whom all is known is one row. It opens by itself only where
// something in it has to be corrected.
func TestKnownPayerIsOneRow(t *testing.T) {
	v := visited(hpp.PagePay, hpp.Waiting)
	v.Payer = known
	d := ForPay(v, here).Pay.Details
	want := &Known{Name: "Alice Test", Address: "Södra Blasieholmshamnen 2", Change: "Change"}
	if diff := cmp.Diff(want, d.Known); diff != "" || d.More.Open {
		t.Errorf("%s, more stands open: %t", diff, d.More.Open)
	}
	for _, name := range []string{"email", "given_name", "family_name", "street_address", "postal_code", "city"} {
		typed := known
		v.Payer = known
		d := ForCorrection(v, here, Correction{Payer: typed, Fields: []string{name}, Refused: true}).Pay.Details
		if d.Known == nil || !d.Known.Open || d.More.Open {
			t.Errorf("%s at fault: %+v, more stands open: %t", name, d.Known, d.More.Open)
		}
		v.Payer = clearedOf(known, name)
		if d := ForPay(v, here).Pay.Details; d.Known != nil {
			t.Errorf("without %s the payer is known", name)
		}
	}
	v.Payer = known
	if d := ForCorrection(v, here, Correction{Payer: known, Fields: []string{"phone"}, Refused: true}).Pay.Details; !d.Known.Open || !d.More.Open {
		t.Errorf("a phone at fault is hidden: %+v, %t", d.Known, d.More.Open)
	}
}

// Who typed everything just now does not lose sight of it.
func TestWhoJustTypedItIsNotKnown(t *testing.T) {
	v := visited(hpp.PagePay, hpp.Waiting)
	if d := ForCorrection(v, here, Correction{Payer: known, Changed: true}).Pay.Details; d.Known != nil {
		t.Errorf("%+v", d.Known)
	}
}

func clearedOf(p hpp.Payer, name string) hpp.Payer {
	for field, text := range map[string]*string{
		"email": &p.Email, "given_name": &p.GivenName, "family_name": &p.FamilyName,
		"street_address": &p.StreetAddress, "postal_code": &p.PostalCode, "city": &p.City,
	} {
		if field == name {
			*text = ""
		}
	}
	return p
}
