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

// Countries names the countries of codes in the order of the language's
// alphabet. A code without a name stands for itself.
func (l Language) Countries(codes []string) []Country {
	names := display.Regions(l.tag)
	countries := make([]Country, 0, len(codes))
	for _, code := range codes {
		country := Country{Code: code, Name: code}
		if region, err := language.ParseRegion(code); err == nil && names != nil {
			if name := names.Name(region); name != "" {
				country.Name = name
			}
		}
		countries = append(countries, country)
	}
	order := collate.New(l.tag)
	slices.SortFunc(countries, func(a, b Country) int { return order.CompareString(a.Name, b.Name) })
	return countries
}
