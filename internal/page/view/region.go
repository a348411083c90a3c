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

// regionLabels are what the parts of a country are called there.
var regionLabels = map[string]string{"US": "region.state", "AU": "region.state", "CA": "region.province", "MX": "region.state"}

// fillRegion makes the field of the state or province. It follows from the postal
// code, and must be chosen only where it was missed. A country without a list
// shows what the merchant gave.
func (t builder) fillRegion(f *Field, payer hpp.Payer) {
	if key, ok := regionLabels[payer.Country]; ok {
		f.Label = t.Text(key)
	}
	if len(subdivision.Of(payer.Country)) == 0 {
		if f.Value == "" && f.Error == "" {
			f.Type = hidden
		}
		return
	}
	f.Required = f.Error != ""
	own, known := subdivision.Find(payer.Country, payer.Region)
	if known {
		f.Value = own.Code
	}
	f.Options = regionOptions()[payer.Country]
	switch {
	case f.Value != "" && !known:
		f.Options = append(slices.Clone(f.Options), Option{Value: f.Value, Name: f.Value})
	case !f.Required:
		f.Options = slices.Clone(f.Options)
		f.Options[0].Name = t.Text("region.follows")
	}
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
