package payer

import (
	"cmp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/openhpp/openhpp/internal/provider/purchase"
	"github.com/openhpp/openhpp/internal/subdivision"
	"github.com/openhpp/openhpp/internal/typed/cleantext"
	"github.com/openhpp/openhpp/internal/typed/phone"
	"github.com/openhpp/openhpp/internal/typed/postalcode"
)

// maxTyped bounds each of a payer's details, in characters (docs/spec/provider.md A.3.2).
const maxTyped = 99

// Details are what a payer types on the page, in their stored form. They are
// personal data.
type Details struct {
	Email          string `json:"email,omitempty"`
	Phone          string `json:"phone,omitempty"`
	GivenName      string `json:"given_name,omitempty"`
	FamilyName     string `json:"family_name,omitempty"`
	DateOfBirth    string `json:"date_of_birth,omitempty"` // YYYY-MM-DD
	StreetAddress  string `json:"street_address,omitempty"`
	StreetAddress2 string `json:"street_address2,omitempty"`
	PostalCode     string `json:"postal_code,omitempty"`
	City           string `json:"city,omitempty"`
	Region         string `json:"region,omitempty"`
	Country        string `json:"country,omitempty"` // ISO 3166-1 alpha-2
	// WholeAddress says that the payer was asked for the second line and the
	// region too: left empty, they are meant to be empty.
	WholeAddress bool `json:"whole_address,omitempty"`
}

// Tidy cleans what was typed; the country defaults to the purchase's.
func Tidy(p Details, country string) Details {
	for _, text := range []*string{&p.GivenName, &p.FamilyName, &p.StreetAddress, &p.StreetAddress2, &p.City, &p.Region} {
		*text = cleaned(*text, cleantext.Name)
	}
	for _, text := range []*string{&p.DateOfBirth, &p.PostalCode, &p.Country} {
		*text = cleaned(*text, cleantext.Figures)
	}
	p.Email, p.Phone = cleaned(p.Email, cleantext.Email), cleaned(p.Phone, phone.Clean)
	p.Country = strings.ToUpper(cmp.Or(p.Country, country))
	if s, ok := subdivision.Find(p.Country, p.Region); ok {
		p.Region = s.Code
	}
	return p
}

// cleaned leaves control characters, line breaks among them, to be refused: a
// page has none in the fields of one line.
func cleaned(text string, clean func(string) string) string {
	if text = strings.TrimSpace(text); strings.ContainsFunc(text, unicode.IsControl) {
		return text
	}
	return clean(text)
}

// Faulty names the form fields a payer has to correct, in the form's order.
func Faulty(p Details, now time.Time) []string {
	var fields []string
	for _, field := range []struct {
		name, value string
		required    bool
		valid       func(string) bool
	}{
		{"email", p.Email, true, purchase.Email},
		{"phone", p.Phone, false, phone.Possible},
		{"given_name", p.GivenName, true, purchase.Name},
		{"family_name", p.FamilyName, true, purchase.Name},
		{"date_of_birth", p.DateOfBirth, false, func(day string) bool { return isBirthday(day, now) }},
		{"street_address", p.StreetAddress, true, oneLine},
		{"street_address2", p.StreetAddress2, false, oneLine},
		{"postal_code", p.PostalCode, true, func(code string) bool { return postalcode.Valid(p.Country, code) }},
		{"city", p.City, true, oneLine},
		{"region", p.Region, p.WholeAddress && subdivision.Required(p.Country), func(region string) bool { return within(p.Country, region) }},
		{"country", p.Country, true, isCountry},
	} {
		missing := field.value == ""
		if missing && field.required || !missing && (utf8.RuneCountInString(field.value) > maxTyped || !field.valid(field.value)) {
			fields = append(fields, field.name)
		}
	}
	return fields
}

func isBirthday(day string, now time.Time) bool {
	return purchase.Date(day) && day < now.Format(time.DateOnly)
}

func oneLine(text string) bool {
	return !cleantext.Unreadable(text) && !strings.ContainsFunc(text, unicode.IsControl)
}

// within reports whether a region is one of the country. A country without a
// list takes any.
func within(country, region string) bool {
	_, found := subdivision.Find(country, region)
	return found || len(subdivision.Of(country)) == 0 && oneLine(region)
}

func isCountry(text string) bool {
	return len(text) == 2 && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}
