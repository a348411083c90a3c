package view

import "github.com/openhpp/openhpp/internal/locale"

// phoneExamples are samples of mobile numbers, as people of a market write
// them.
var phoneExamples = map[string]string{
	"AT": "+43 664 1234567", "AU": "+61 491 570 006", "BE": "+32 470 12 34 56", "CA": "+1 506 234 5678", "CH": "+41 78 123 45 67",
	"CZ": "+420 601 123 456", "DE": "+49 151 23456789", "DK": "+45 32 12 34 56", "ES": "+34 612 34 56 78", "FI": "+358 41 2345678",
	"FR": "+33 6 12 34 56 78", "GB": "+44 7400 123456", "GR": "+30 691 234 5678", "HU": "+36 20 123 4567", "IE": "+353 85 012 3456",
	"IT": "+39 312 345 6789", "MX": "+52 222 123 4567", "NL": "+31 6 12345678", "NO": "+47 406 12 345", "NZ": "+64 21 123 4567",
	"PL": "+48 512 345 678", "PT": "+351 912 345 678", "RO": "+40 712 034 567", "SE": "+46 70 123 45 67", "SK": "+421 912 123 456",
	"US": "+1 201 555 0123",
}

// phoneExample is a sample of the first of some countries that has one.
func phoneExample(countries ...string) string {
	for _, country := range countries {
		if example := phoneExamples[country]; example != "" {
			return example
		}
	}
	return phoneExamples["SE"]
}

// phoneFaultText asks for a number, with an example of the country.
func (t builder) phoneFaultText(country string) string {
	return t.Text("phone.wrong", locale.Values{"Example": t.isolateExample(phoneExample(country, t.page.Purchase.Country))})
}
