package market

import "github.com/openhpp/openhpp/internal/typed/phone"

// Denies reports whether number is that of the market's refused test person,
// however it is written.
func (m Market) Denies(number string) bool {
	return m.Person.DeniedPhone != "" && number != "" && phone.Same(number, m.Person.DeniedPhone, m.Country)
}
