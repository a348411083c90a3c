package market

import "strings"

// The limits of E.164 and the shortest national number in use, in digits.
const (
	maxPhoneDigits = 15
	minPhoneDigits = 6
)

// Phone reports whether text can be a phone number: digits with the usual
// separators, with or without a country's code.
func Phone(text string) bool {
	digits := 0
	for i, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == '+' && i == 0, strings.ContainsRune(" -().\u00a0", r):
		default:
			return false
		}
	}
	return digits >= minPhoneDigits && digits <= maxPhoneDigits
}

// Denies reports whether phone is that of the market's refused test person,
// written nationally or internationally.
func (m Market) Denies(phone string) bool {
	return m.Person.DeniedPhone != "" && m.national(phone) == m.national(m.Person.DeniedPhone)
}

// SamePhone reports whether two spellings, national or international, are one
// number as it is dialled in country.
func SamePhone(country, a, b string) bool {
	m, _ := Of(country)
	return m.national(a) == m.national(b)
}

// northAmerica is the calling code that people there also dial at home.
const northAmerica = "1"

// national is the number without country code and trunk zero, digits only.
func (m Market) national(phone string) string {
	var digits strings.Builder
	for _, r := range phone {
		if r >= '0' && r <= '9' {
			digits.WriteRune(r)
		}
	}
	number := digits.String()
	international := strings.HasPrefix(strings.TrimSpace(phone), "+")
	if rest, ok := strings.CutPrefix(number, "00"); ok && !international {
		number, international = rest, true
	}
	if international {
		rest, ok := strings.CutPrefix(number, m.CallingCode)
		if !ok {
			return "+" + number // another country's
		}
		number = rest
	} else if m.CallingCode == northAmerica && len(number) == 11 {
		number = strings.TrimPrefix(number, northAmerica)
	}
	return strings.TrimPrefix(number, "0")
}
