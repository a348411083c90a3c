package app

import (
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page"
	"github.com/openhpp/openhpp/internal/playground"
)

// testPersons are the playground's persons as the page asks for them.
type testPersons struct{}

func (testPersons) Fill(country, scenario string) (hpp.Payer, bool) {
	return playground.Fill(country, playground.Scenario(scenario))
}

func (testPersons) Code(payer hpp.Payer) string { return playground.CodeOf(payer) }

// testPersons are those of the playground; in production there are none.
func (a *App) testPersons() page.TestPersons {
	if a.config.Environment != Playground {
		return nil
	}
	return testPersons{}
}
