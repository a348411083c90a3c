package view

// The fields that every purchase needs. A name and an address have the order in
// which the country's own forms ask for them.
var (
	postalCodeFirst = []string{"email", "given_name", "family_name", "street_address", "postal_code", "city"}
	cityFirst       = []string{"email", "given_name", "family_name", "street_address", "city", "postal_code"}
	familyNameFirst = []string{"email", "family_name", "given_name", "postal_code", "city", "street_address"} // of Hungary, from the large to the small
)

// fieldOrders are those of countries whose forms do not put the postal code
// before the city, as most in Europe do.
var fieldOrders = map[string][]string{
	"AU": cityFirst, "CA": cityFirst, "GB": cityFirst, "IE": cityFirst, "NZ": cityFirst, "US": cityFirst,
	"HU": familyNameFirst,
}

// fieldOrder is the order of the fields that a payer of a country (ISO 3166-1
// alpha-2) must fill in.
func fieldOrder(country string) []string {
	if order, ok := fieldOrders[country]; ok {
		return order
	}
	return postalCodeFirst
}
