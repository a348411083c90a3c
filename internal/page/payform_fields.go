package page

import (
	"cmp"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
	"github.com/openhpp/openhpp/internal/subdivision"
	"github.com/openhpp/openhpp/internal/typed/birthday"
	"github.com/openhpp/openhpp/internal/typed/cleantext"
	"github.com/openhpp/openhpp/internal/typed/phone"
	"github.com/openhpp/openhpp/internal/typed/postalcode"
)

// fieldCleaners are how each field of the pay form is cleaned before it is judged.
// The ids that the page itself put into the form stay as they are.
var fieldCleaners = map[string]func(string) string{
	"email": cleantext.Email, "phone": phone.Clean, "given_name": cleantext.Name, "family_name": cleantext.Name,
	"date_of_birth": cleantext.Figures, "street_address": cleantext.Name, "street_address2": cleantext.Name,
	"postal_code": cleantext.Figures, "city": cleantext.Name, "region": cleantext.Name, "country": cleantext.Figures,
	"payment_method_category": cleantext.Figures, "revision": strings.TrimSpace, "delivery": strings.Clone,
}

// readField is what was typed into a field of the pay form, as it can be shown
// again.
func readField(values url.Values, name string) string {
	return fieldCleaners[name](cleantext.Readable(values.Get(name)))
}

// findFieldFaults answers the fields of a form that no provider is asked about, and why:
// what cannot be read, and a birthday that is none. With them come the fields
// that are missing or have not the form of what they are, so that a payer
// mends everything at once. It writes the birthday as the wire does, and the
// state or province that follows from the postal code.
func findFieldFaults(values url.Values, form *hpp.PayForm, page hpp.PageView) map[string]view.Fault {
	country := cmp.Or(form.Payer.Country, page.Purchase.Country)
	form.Payer.Region = regionOf(form.Payer, page.Payer, country)
	faults := map[string]view.Fault{}
	for name := range fieldCleaners {
		if slices.ContainsFunc(values[name], cleantext.Unreadable) {
			faults[name] = view.Fault{Kind: view.Unreadable}
		}
	}
	if _, found := faults["date_of_birth"]; !found && form.Payer.DateOfBirth != "" {
		day, fault := readBirthday(form.Payer, page)
		if form.Payer.DateOfBirth = cmp.Or(day, form.Payer.DateOfBirth); day == "" {
			faults["date_of_birth"] = fault
		}
	}
	if len(faults) == 0 {
		return nil
	}
	for _, name := range invalidFields(form.Payer, country) {
		if _, found := faults[name]; !found {
			faults[name] = view.Fault{Kind: view.Wrong}
		}
	}
	return faults
}

// readBirthday reads a date as the country's people write it. Where the page
// showed another order, since the payer chose the country afterwards, a date that
// both orders read differently is asked back with the year in front.
func readBirthday(payer hpp.Payer, page hpp.PageView) (string, view.Fault) {
	shown := cmp.Or(page.Payer.Country, page.Purchase.Country)
	country := cmp.Or(payer.Country, shown)
	day, err := birthday.Read(payer.DateOfBirth, page.Now, country, shown)
	fault := view.Fault{Kind: view.Wrong, Example: birthday.Example(country)}
	switch {
	case errors.Is(err, birthday.ErrUnclear):
		fault.Kind = view.Unclear
		if birthday.Order(country) != birthday.Order(shown) {
			fault.Example = time.Date(1970, time.July, 31, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		}
	case errors.Is(err, birthday.ErrFuture):
		fault.Kind = view.Future
	case errors.Is(err, birthday.ErrOld):
		fault.Kind = view.Old
	}
	return day, fault
}

// invalidFields lists the fields that are missing, or have not the form of what
// they are.
func invalidFields(p hpp.Payer, country string) []string {
	var fields []string
	for _, field := range []struct {
		name  string
		valid bool
	}{
		{"email", strings.Contains(p.Email, "@")},
		{"phone", p.Phone == "" || phone.Possible(p.Phone)},
		{"given_name", utf8.RuneCountInString(p.GivenName) > 1},
		{"family_name", utf8.RuneCountInString(p.FamilyName) > 1},
		{"street_address", p.StreetAddress != ""},
		{"postal_code", p.PostalCode != "" && postalcode.Valid(country, p.PostalCode)},
		{"city", p.City != ""},
		{"region", p.Region != "" || !p.WholeAddress || !subdivision.Required(country)},
	} {
		if !field.valid {
			fields = append(fields, field.name)
		}
	}
	return fields
}
