package page

import (
	"net/http"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

// A state follows from the postal code, unless the payer chose one.
func TestStateFollowsFromThePostalCode(t *testing.T) {
	for _, test := range []struct {
		name                  string
		country               string
		givenState, givenCode string // filled in when the page was opened
		typedState, typedCode string
		want                  string
	}{
		{"nothing chosen", "US", "", "", "", "60601", "IL"},
		{"nothing chosen, Canada", "CA", "", "", "", "v7h1l9", "BC"},
		{"nothing chosen, Mexico", "MX", "", "", "", "44100", "JAL"},
		{"nothing chosen, Australia", "AU", "", "", "", "3000", "VIC"},
		{"chosen", "US", "", "", "IN", "60601", "IN"},
		{"the merchant's, left with its code", "US", "Indiana", "60601", "IN", "60601", "IN"},
		{"the merchant's, another code", "US", "NY", "10024", "NY", "60601", "IL"},
		{"the merchant's, the code undecided", "AU", "NSW", "2000", "NSW", "0872", ""},
		{"unknown words", "US", "Elsewhere", "60601", "Elsewhere", "60601", "IL"},
		{"undecided", "AU", "", "", "", "2620", ""},
		{"chosen where undecided", "AU", "", "", "ACT", "2620", "ACT"},
		{"another country's", "US", "", "", "QLD", "60601", "IL"},
		{"no states", "GB", "Kent", "W1S 3BE", "Kent", "W1S 3BE", "Kent"},
	} {
		f := newFake(hpp.PagePay)
		f.visit.Purchase.Country = test.country
		f.visit.Payer = hpp.Payer{Country: test.country, Region: test.givenState, PostalCode: test.givenCode}
		h, _ := server(f)
		w := post(h, below+"/pay", changed("country", test.country, "region", test.typedState, "postal_code", test.typedCode))
		if got := f.form.Payer.Region; got != test.want || w.Code != http.StatusSeeOther {
			t.Errorf("%s: %q, %d, want %q", test.name, got, w.Code, test.want)
		}
	}
}
