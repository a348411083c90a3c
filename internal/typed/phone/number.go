package phone

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// Number is what a numbering plan says of a text.
type Number struct {
	E164        string // such as "+46701740605"
	CallingCode int    // such as 46
	// Country is ISO 3166-1 alpha-2; empty where the number is of no plan.
	Country string
	// Mobile is true as well where a country does not tell mobile numbers from
	// fixed ones.
	Mobile bool
	Kind   string // for people, such as "a fixed line"; empty for mobile and unknown ones
}

// Read reads a number as people of a country write it, nationally or
// internationally. country is ISO 3166-1 alpha-2 in either case; unknown or
// empty, only international numbers are read.
func Read(text, country string) (Number, bool) {
	if !Possible(text) {
		return Number{}, false
	}
	text, country = Clean(text), strings.ToUpper(country)
	parsed, err := phonenumbers.Parse(text, country)
	if err != nil || !phonenumbers.IsValidNumber(parsed) {
		// 00 is dialled in most countries, and written in all.
		if again, abroad := international(text, country); abroad {
			parsed, err = again, nil
		}
	}
	if err != nil {
		return Number{}, false
	}
	if parsed = settled(parsed); len(phonenumbers.Format(parsed, phonenumbers.E164)) > len("+")+maxDigits {
		return Number{}, false
	}
	n := Number{
		E164: phonenumbers.Format(parsed, phonenumbers.E164), CallingCode: int(parsed.GetCountryCode()),
		Country: phonenumbers.GetRegionCodeForNumber(parsed),
	}
	switch kind := phonenumbers.GetNumberType(parsed); kind {
	case phonenumbers.MOBILE, phonenumbers.FIXED_LINE_OR_MOBILE:
		n.Mobile = true
	default:
		n.Kind = kinds[kind]
	}
	return n, true
}

// settled reads a number from its own E.164 again: behind zeros too many the
// first reading may keep some that the second does not.
func settled(number *phonenumbers.PhoneNumber) *phonenumbers.PhoneNumber {
	for range maxDigits {
		again, err := phonenumbers.Parse(phonenumbers.Format(number, phonenumbers.E164), "")
		if err != nil || phonenumbers.Format(again, phonenumbers.E164) == phonenumbers.Format(number, phonenumbers.E164) {
			return number
		}
		number = again
	}
	return number
}

func international(text, country string) (*phonenumbers.PhoneNumber, bool) {
	rest, ok := strings.CutPrefix(digitsOf(text), "00")
	if !ok || strings.Contains(text, "+") {
		return nil, false
	}
	parsed, err := phonenumbers.Parse("+"+rest, country)
	return parsed, err == nil && phonenumbers.IsValidNumber(parsed)
}

// kinds name the numbers that are no mobile phone.
var kinds = map[phonenumbers.PhoneNumberType]string{
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

// CallingCode is a country's, such as 46; 0 for an unknown country.
func CallingCode(country string) int {
	return phonenumbers.GetCountryCodeForRegion(strings.ToUpper(country))
}

// Example is a mobile number of a country as it is written there, such as
// "070-123 45 67"; empty for an unknown country.
func Example(country string) string {
	example := phonenumbers.GetExampleNumberForType(strings.ToUpper(country), phonenumbers.MOBILE)
	if example == nil {
		return ""
	}
	return phonenumbers.Format(example, phonenumbers.NATIONAL)
}

// International is an E.164 number as it is written for callers from abroad, such
// as "+46 70 174 06 05"; what is none stays as it is.
func International(e164 string) string {
	parsed, err := phonenumbers.Parse(e164, "")
	if err != nil {
		return e164
	}
	return phonenumbers.Format(parsed, phonenumbers.INTERNATIONAL)
}
