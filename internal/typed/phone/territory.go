package phone

import (
	"slices"
	"strings"
)

// territories belong to a country and share its calling code: their people
// name either as their country.
var territories = map[string][]string{
	"AU": {"CC", "CX"},
	"FI": {"AX"},
	"GB": {"GG", "IM", "JE"},
	"IT": {"VA"},
	"NO": {"SJ"},
	"US": {"AS", "GU", "MP", "PR", "VI"},
}

// Territories are those of a country that share its calling code, in
// alphabetical order.
func Territories(country string) []string { return slices.Clone(territories[strings.ToUpper(country)]) }
