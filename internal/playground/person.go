package playground

import (
	_ "embed"
	"encoding/json"

	"github.com/openhpp/openhpp/internal/typed/phone"
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
	// Region is the code of the state or province, in countries whose addresses
	// name one.
	Region      string `json:"region,omitempty"`
	DateOfBirth string `json:"date_of_birth"` // YYYY-MM-DD
}

var persons = loadPersons()

func loadPersons() map[string]Person {
	var rows []Person
	if err := json.Unmarshal(personsJSON, &rows); err != nil {
		panic("playground: persons.json: " + err.Error())
	}
	table := make(map[string]Person, len(rows))
	for _, row := range rows {
		table[row.Country] = row
	}
	return table
}

// PersonOf is a country's test person; ISO 3166-1 alpha-2, upper case.
func PersonOf(country string) Person { return persons[country] }

// Denies reports whether number is that of the country's refused test person,
// however it is written.
func Denies(country, number string) bool {
	denied := persons[country].DeniedPhone
	return denied != "" && number != "" && phone.Same(number, denied, country)
}

// Phones are the numbers of the test data, each with its country.
func Phones() map[string]string {
	numbers := map[string]string{}
	for country, person := range persons {
		numbers[person.Phone], numbers[person.DeniedPhone] = country, country
	}
	for i := range reasons {
		numbers[RejectingPhone(i)] = "US"
	}
	return numbers
}
