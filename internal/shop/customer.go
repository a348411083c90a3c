package shop

import "github.com/openhpp/openhpp/client"

// customers are the published test persons of the markets (provider.md E.3).
// The shop knows its customer, as after a login, so that trying the payment
// page takes no typing.
var customers = map[string]client.Address{
	"SE": {GivenName: "Alice", FamilyName: "Test", Email: "customer@email.se", Phone: "+46701740615", Street: "Södra Blasieholmshamnen 2", PostalCode: "11148", City: "Stockholm", Country: "SE"},
	"DE": {GivenName: "Mock", FamilyName: "Mock", Email: "customer@email.de", Phone: "+4917614284340", Street: "Neue Schönhauser Str. 2", PostalCode: "10178", City: "Berlin", Country: "DE"},
	"GB": {GivenName: "Test", FamilyName: "Person-uk", Email: "customer@email.uk", Phone: "+447755564318", Street: "10 New Burlington Street Apt. 214", PostalCode: "W1S 3BE", City: "London", Country: "GB"},
	"US": {GivenName: "Test", FamilyName: "Person-us", Email: "customer@email.us", Phone: "+13106683312", Street: "509 Amsterdam Ave", PostalCode: "10024-3941", City: "New York", Region: "NY", Country: "US"},
}

// withCustomer is the purchase with the market's customer on it.
func (m market) withCustomer(p client.Purchase) client.Purchase {
	if customer, ok := customers[m.Country]; ok {
		p.Billing = &customer
	}
	return p
}
