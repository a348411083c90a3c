package view

import (
	"slices"
	"sync"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/subdivision"
)

// hidden is the type of a field that is sent but not shown, so that the form always
// holds a whole address.
const hidden = "hidden"

func ifShown(kind string, shown bool) string {
	if shown {
		return kind
	}
	return hidden
}

// secondLines are the countries whose people write an apartment or a building
// on a line of its own.
var secondLines = []string{"AU", "CA", "GB", "IE", "MX", "NZ", "US"}

// asksForSecondLine reports whether the form shows the second line of an
// address: where it is usual, and where it has a value to correct.
func asksForSecondLine(p hpp.Payer) bool {
	return p.StreetAddress2 != "" || slices.Contains(secondLines, p.Country)
}

func asksForRegion(p hpp.Payer) bool {
	return p.Region != "" || len(subdivision.Of(p.Country)) > 0
}

// regionLabels are what the parts of a country are called there.
var regionLabels = map[string]string{"US": "region.state", "AU": "region.state", "CA": "region.province"}

// fillRegion makes the field of the state or province, and answers whether it may
// stay empty. A country without a list shows what the merchant gave.
func (t builder) fillRegion(f *Field, payer hpp.Payer) (optional bool) {
	f.Type = ifShown(f.Type, asksForRegion(payer))
	if key, ok := regionLabels[payer.Country]; ok {
		f.Label = t.Text(key)
	}
	if len(subdivision.Of(payer.Country)) == 0 {
		return true
	}
	own, known := subdivision.Find(payer.Country, payer.Region)
	if known {
		f.Value = own.Code
	}
	f.Options = regionOptions()[payer.Country]
	if f.Value != "" && !known {
		f.Options = append(slices.Clone(f.Options), Option{Value: f.Value, Name: f.Value})
	}
	return !subdivision.Required(payer.Country)
}

// regionOptions are the subdivisions of each market as choices, the first of
// which is none.
var regionOptions = sync.OnceValue(func() map[string][]Option {
	all := map[string][]Option{}
	for _, country := range Markets {
		all[country] = []Option{{}}
		for _, s := range subdivision.Of(country) {
			all[country] = append(all[country], Option{Value: s.Code, Name: s.Name})
		}
	}
	return all
})
