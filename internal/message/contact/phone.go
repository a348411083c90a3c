package contact

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// ErrCountry means that no message goes to this country from this region
// (wire code UNSUPPORTED_COUNTRY, hpp.md §1.4).
var ErrCountry = errors.New("must be a country of this region")

// countries are those of each region, in alphabetical order: the markets of
// provider.md H.1. A list that is closed is the first guard against numbers
// that cost more than they should (safety.md, "SMS pumping").
var countries = map[string][]string{
	"eu": {"AT", "BE", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "GR", "HU", "IE", "IT", "NL", "NO", "PL", "PT", "RO", "SE", "SK"},
	"na": {"CA", "MX", "US"},
	"oc": {"AU", "NZ"},
}

// Countries are those that a region's text messages go to, ISO 3166-1 alpha-2
// in alphabetical order.
func Countries(region string) []string { return slices.Clone(countries[region]) }

// maxPhone bounds a number as people write it, in bytes.
const maxPhone = 40

// refusals name the kinds of number that are no mobile phone.
var refusals = map[phonenumbers.PhoneNumberType]string{
	phonenumbers.FIXED_LINE:      "a fixed line",
	phonenumbers.TOLL_FREE:       "a toll-free number",
	phonenumbers.PREMIUM_RATE:    "a premium-rate number",
	phonenumbers.SHARED_COST:     "a shared-cost number",
	phonenumbers.VOIP:            "an internet telephone",
	phonenumbers.PERSONAL_NUMBER: "a personal number that forwards calls",
	phonenumbers.PAGER:           "a pager",
	phonenumbers.UAN:             "a company-wide number",
	phonenumbers.VOICEMAIL:       "a voicemail access number",
}

// Phone answers a mobile number as E.164, such as "+46701740605". It may be
// written as in its country or internationally. country is ISO 3166-1 alpha-2
// in either case, region "eu", "na" or "oc". Where a country does not tell
// mobile numbers from fixed ones, both are accepted. The error says what would
// be right and never repeats the number; for a country outside the region it
// is an ErrCountry.
func Phone(number, country, region string) (string, error) {
	country = strings.ToUpper(country)
	if !slices.Contains(countries[region], country) {
		return "", fmt.Errorf("%w: one of %s", ErrCountry, strings.Join(countries[region], ", "))
	}
	prefix := phonenumbers.GetCountryCodeForRegion(country)
	wrong := fmt.Errorf("must be a valid mobile number of %s, as it is dialled there or beginning with +%d", country, prefix)
	if number == "" || len(number) > maxPhone || strings.ContainsFunc(number, notDialled) {
		return "", wrong
	}
	parsed, err := phonenumbers.Parse(number, country)
	switch {
	case err != nil:
		return "", wrong
	case int(parsed.GetCountryCode()) != prefix:
		return "", fmt.Errorf("must be a number of phone_country: %s numbers begin with +%d", country, prefix)
	case !phonenumbers.IsValidNumberForRegion(parsed, country):
		return "", wrong
	}
	switch kind := phonenumbers.GetNumberType(parsed); kind {
	case phonenumbers.MOBILE, phonenumbers.FIXED_LINE_OR_MOBILE:
		return phonenumbers.Format(parsed, phonenumbers.E164), nil
	default:
		if what, ok := refusals[kind]; ok {
			return "", fmt.Errorf("must be a mobile number, not %s", what)
		}
		return "", wrong
	}
}

// notDialled reports what stands in no number; letters, extensions and
// parameters are left out on purpose.
func notDialled(r rune) bool {
	return (r < '0' || r > '9') && !strings.ContainsRune("+()-./ \u00a0", r)
}
