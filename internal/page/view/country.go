package view

import (
	"slices"
	"sync"

	"github.com/openhpp/openhpp/internal/locale"
)

// Markets are the countries purchases are paid from (docs/spec/provider.md H.1).
var Markets = []string{
	"AT", "AU", "BE", "CA", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "GR",
	"HU", "IE", "IT", "MX", "NL", "NO", "NZ", "PL", "PT", "RO", "SE", "SK", "US",
}

// countries offers the markets and the payer's own country.
func (t builder) countries(own string) []Option {
	switch {
	case own == "":
		return append([]Option{{}}, marketOptions()[t.Tag()]...)
	case !slices.Contains(Markets, own):
		return optionsOf(t.Countries(append(slices.Clone(Markets), own)))
	}
	return marketOptions()[t.Tag()]
}

// marketOptions are the markets as choices, by language.
var marketOptions = sync.OnceValue(func() map[string][]Option {
	all := map[string][]Option{}
	for tag, countries := range sortedMarkets() {
		all[tag] = optionsOf(countries)
	}
	return all
})

func optionsOf(countries []locale.Country) []Option {
	options := make([]Option, len(countries))
	for i, c := range countries {
		options[i] = Option{Value: c.Code, Name: c.Name}
	}
	return options
}

// sortedMarkets are the markets in the order of each language's alphabet.
var sortedMarkets = sync.OnceValue(func() map[string][]locale.Country {
	all := map[string][]locale.Country{}
	for _, tag := range locale.Languages() {
		all[tag] = locale.Match(tag).Countries(Markets)
	}
	return all
})
