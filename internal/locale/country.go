package locale

import (
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Country is a country and its name in one language.
type Country struct {
	Code string // ISO 3166-1 alpha-2
	Name string
}

// CountryName is the name of a country; a code without a name stands for itself.
func (l Language) CountryName(code string) string {
	return l.countries.get(code, func() string { return countryName(display.Regions(l.tag), code) })
}

// countryName is a country's name by names; nil: there are none.
func countryName(names display.Namer, code string) string {
	if region, err := language.ParseRegion(code); err == nil && names != nil {
		if name := names.Name(region); name != "" {
			return name
		}
	}
	return code
}

// Countries names the countries of codes in the order of the language's
// alphabet. A code without a name stands for itself.
func (l Language) Countries(codes []string) []Country {
	names := display.Regions(l.tag)
	countries := make([]Country, 0, len(codes))
	for _, code := range codes {
		countries = append(countries, Country{Code: code, Name: countryName(names, code)})
	}
	order := collate.New(l.tag)
	slices.SortFunc(countries, func(a, b Country) int { return order.CompareString(a.Name, b.Name) })
	return countries
}
