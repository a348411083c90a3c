package subdivision

import (
	_ "embed"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

//go:embed subdivisions.json
var subdivisionsJSON []byte

// Subdivision is a state, a territory or a province.
type Subdivision struct {
	Code string `json:"code"` // of ISO 3166-2, without the country: "NY"
	Name string `json:"name"` // as its postal service writes it
	// Also are other names and abbreviations that people write.
	Also []string `json:"also"`
}

// lists are the subdivisions by country, in the order of their names.
var lists = load()

func load() map[string][]Subdivision {
	var all map[string][]Subdivision
	if err := json.Unmarshal(subdivisionsJSON, &all); err != nil {
		panic("subdivision: subdivisions.json: " + err.Error())
	}
	for _, list := range all {
		slices.SortFunc(list, func(a, b Subdivision) int { return strings.Compare(a.Name, b.Name) })
	}
	return all
}

// Of lists the subdivisions of a country (ISO 3166-1 alpha-2, upper case) in
// the order of their names; none where addresses name none. The list is
// shared: do not change it.
func Of(country string) []Subdivision { return lists[country] }

// Required reports whether an address of the country is incomplete without
// one.
func Required(country string) bool { return country == "US" || country == "AU" }

// Countries are those whose addresses name a subdivision, in their order.
func Countries() []string { return slices.Sorted(maps.Keys(lists)) }

// Find is the subdivision of a country that a person means by a code, with or
// without the country before it, or by a name, with or without its accents, in
// either case.
func Find(country, typed string) (Subdivision, bool) {
	s, found := names[country][strings.TrimPrefix(folded(typed), folded(country)+"-")]
	return s, found
}

// names are the subdivisions by country and by every folded name and code.
var names = indexNames()

func indexNames() map[string]map[string]Subdivision {
	index := map[string]map[string]Subdivision{}
	for country, list := range lists {
		index[country] = map[string]Subdivision{}
		for _, s := range list {
			for _, name := range append([]string{s.Code, s.Name}, s.Also...) {
				index[country][folded(name)] = s
			}
		}
	}
	return index
}

// folded is a name without accents, dots and blanks at its ends, in one case.
func folded(name string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || r == '.' {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(name)))
}
