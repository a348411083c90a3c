package contact

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/openhpp/openhpp/internal/typed/phone"
)

// ErrCountry means that no message goes to this country from this region
// (wire code UNSUPPORTED_COUNTRY, hpp.md §1.4).
var ErrCountry = errors.New("must be a country of this region")

// countries are those of each region, in alphabetical order: the markets of
// provider.md H.1. A closed list is the first
// guard against expensive numbers (docs/spec/safety.md, "SMS pumping").
var countries = map[string][]string{
	"eu": {"AT", "BE", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "GR", "HU", "IE", "IT", "NL", "NO", "PL", "PT", "RO", "SE", "SK"},
	"na": {"CA", "MX", "US"},
	"oc": {"AU", "NZ"},
}

// Countries are those that a region's text messages go to, ISO 3166-1 alpha-2
// in alphabetical order.
func Countries(region string) []string { return slices.Clone(countries[region]) }

// servedCountries are the region's countries and their territories that share a
// calling code: Jersey belongs to the United Kingdom.
func servedCountries(region string) []string {
	all := Countries(region)
	for _, country := range countries[region] {
		all = append(all, phone.Territories(country)...)
	}
	return all
}

// maxPhone bounds a number as people write it, in bytes.
const maxPhone = 160

// Phone answers a mobile number as E.164, such as "+46701740605". It may be
// written or pasted in any way that phone.Clean knows, national or
// international. country is ISO 3166-1 alpha-2 in either case, region "eu",
// "na" or "oc"; a number of another country of the region will do where both
// share a calling code. Where a country does not tell mobile numbers from fixed
// ones, both are accepted. The error says what would be right and never repeats
// the number; for a country outside the region it is an ErrCountry.
func Phone(number, country, region string) (string, error) {
	country = strings.ToUpper(strings.TrimSpace(country))
	served := servedCountries(region)
	if !slices.Contains(served, country) {
		return "", fmt.Errorf("%w: one of %s", ErrCountry, strings.Join(served, ", "))
	}
	prefix := phone.CallingCode(country)
	wrong := fmt.Errorf("must be a valid mobile number of %s, as it is dialled there or beginning with +%d", country, prefix)
	if len(number) > maxPhone || strings.ContainsFunc(number, unicode.IsControl) {
		return "", wrong
	}
	n, ok := phone.Read(number, country)
	switch {
	case !ok:
		return "", wrong
	case n.CallingCode != prefix:
		return "", fmt.Errorf("must be a number of phone_country: %s numbers begin with +%d", country, prefix)
	case !slices.Contains(served, n.Country):
		return "", wrong
	case n.Mobile:
		return n.E164, nil
	case n.Kind != "":
		return "", fmt.Errorf("must be a mobile number, not %s", n.Kind)
	}
	return "", wrong
}

// isNotDialChar reports a character that no normal form of a number has.
func isNotDialChar(r rune) bool { return (r < '0' || r > '9') && r != '+' }

// SupportPhone answers a telephone number that payers may call, as E.164: of any
// country and kind, written in any way that phone.Clean knows, with its country
// code. The error says what would be right.
func SupportPhone(number string) (string, error) {
	if len(number) <= maxPhone && !strings.ContainsFunc(number, unicode.IsControl) {
		if n, ok := phone.Read(number, ""); ok && n.Country != "" {
			return n.E164, nil
		}
	}
	return "", errSupportPhone
}

var errSupportPhone = errors.New("must be a telephone number with its country code, such as +46 8 123 456 78")
