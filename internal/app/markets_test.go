package app

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/page/view"
	"github.com/openhpp/openhpp/internal/provider/market"
)

// The page and the built-in provider must not know each other, and yet offer
// the same countries.
func TestOneListOfMarkets(t *testing.T) {
	var countries []string
	for _, m := range market.All() {
		countries = append(countries, m.Country)
	}
	if diff := cmp.Diff(countries, view.Markets); diff != "" {
		t.Errorf("(-provider +page):\n%s", diff)
	}
}
