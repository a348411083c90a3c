package market

import (
	_ "embed"
	"encoding/json"
)

//go:embed persons.json
var personsJSON []byte

// Person is a market's invented payer (docs/spec/provider.md E.3). With the denied phone
// the same person is refused.
type Person struct {
	Country       string `json:"country"`
	Phone         string `json:"phone"`
	DeniedPhone   string `json:"denied_phone"`
	GivenName     string `json:"given_name"`
	FamilyName    string `json:"family_name"`
	StreetAddress string `json:"street_address"`
	PostalCode    string `json:"postal_code"`
	City          string `json:"city"`
	DateOfBirth   string `json:"date_of_birth"` // YYYY-MM-DD
}

func loadPersons() map[string]Person {
	var rows []Person
	if err := json.Unmarshal(personsJSON, &rows); err != nil {
		panic("market: persons.json: " + err.Error())
	}
	table := make(map[string]Person, len(rows))
	for _, row := range rows {
		table[row.Country] = row
	}
	return table
}
