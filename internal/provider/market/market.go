package market

import (
	_ "embed"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

//go:embed markets.json
var marketsJSON []byte

// Market is one country's row of the table.
type Market struct {
	Country  string `json:"country"`  // ISO 3166-1 alpha-2, upper case
	Currency string `json:"currency"` // ISO 4217, upper case; the only one
	// LargestOrder is what another provider published as the largest order, in
	// minor units; 0: none. It is documented, not enforced.
	LargestOrder int64    `json:"largest_order"`
	Locales      []string `json:"locales"`
	Categories   []string `json:"categories"` // offered to payers, in order

	// What a phone number and a postal code of the country look like, for
	// whoever wrote one that is none.
	ExamplePhone      string `json:"example_phone"`
	ExamplePostalCode string `json:"example_postal_code"`
}

var markets = load()

func load() map[string]Market {
	var rows []Market
	if err := json.Unmarshal(marketsJSON, &rows); err != nil {
		panic("market: markets.json: " + err.Error())
	}
	table := make(map[string]Market, len(rows))
	for _, row := range rows {
		table[row.Country] = row
	}
	return table
}

// Of finds a country's market; either case will do.
func Of(country string) (Market, bool) {
	m, ok := markets[strings.ToUpper(country)]
	return m, ok
}

// All lists the markets by their country.
func All() []Market {
	all := slices.Collect(maps.Values(markets))
	slices.SortFunc(all, func(a, b Market) int { return strings.Compare(a.Country, b.Country) })
	return all
}

// Countries are the markets' countries, in their order.
func Countries() []string { return each(func(m Market) string { return m.Country }) }

// Currencies are the markets' currencies, each once, in their order.
func Currencies() []string { return each(func(m Market) string { return m.Currency }) }

func each(member func(Market) string) []string {
	var list []string
	for _, m := range markets {
		list = append(list, member(m))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// KnownCurrency reports whether any market uses the currency, in either case.
func KnownCurrency(code string) bool {
	for _, m := range markets {
		if strings.EqualFold(m.Currency, code) {
			return true
		}
	}
	return false
}
