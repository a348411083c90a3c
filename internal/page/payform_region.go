package page

import (
	"slices"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/subdivision"
	"github.com/openhpp/openhpp/internal/typed/postalcode"
)

// matchingRegion leaves out a state of the country that the payer chose another one over:
// without a script the form still shows the list of the country before.
func matchingRegion(country, typed string) string {
	if _, found := subdivision.Find(country, typed); found {
		return typed
	}
	isOfAnother := func(other string) bool {
		_, found := subdivision.Find(other, typed)
		return found && other != country
	}
	if slices.ContainsFunc(subdivision.Countries(), isOfAnother) {
		return ""
	}
	return typed
}

// regionOf is the state or province of a typed address: the one that the payer
// chose, else that of the postal code. A state that was filled in before, and
// left as it was beside another postal code, was not chosen. It is empty where
// only the payer can tell.
func regionOf(typed, given hpp.Payer, country string) string {
	if len(subdivision.Of(country)) == 0 {
		return typed.Region
	}
	own, known := subdivision.Find(country, typed.Region)
	before, filledIn := subdivision.Find(country, given.Region)
	left := filledIn && own.Code == before.Code && !postalcode.Same(typed.PostalCode, given.PostalCode, country)
	if known && !left {
		return typed.Region
	}
	if derived, found := subdivision.OfPostalCode(country, typed.PostalCode); found {
		return derived.Code
	}
	if left {
		return ""
	}
	return typed.Region
}
