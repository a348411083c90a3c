package subdivision

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
)

//go:embed subdivisions.json
var subdivisionsJSON []byte

// Subdivision is a state, a territory or a province.
type Subdivision struct {
	Code string `json:"code"` // of ISO 3166-2, without the country: "NY"
	Name string `json:"name"` // as its postal service writes it
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

// Find is the subdivision of a country that a person means by a code, with or
// without the country before it, or by a name, in either case.
func Find(country, typed string) (Subdivision, bool) {
	typed = strings.TrimSpace(typed)
	code := strings.TrimPrefix(strings.ToUpper(typed), country+"-")
	for _, s := range lists[country] {
		if s.Code == code || strings.EqualFold(s.Name, typed) {
			return s, true
		}
	}
	return Subdivision{}, false
}
