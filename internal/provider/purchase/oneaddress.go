package purchase

import (
	"strings"

	"github.com/openhpp/openhpp/internal/typed/cleantext"
	"github.com/openhpp/openhpp/internal/typed/phone"
	"github.com/openhpp/openhpp/internal/typed/postalcode"
)

// Typed lays what a payer typed over the address that a merchant gave. The
// result is one address: members that belong to a place go when the payer
// names another place, those of a person when the payer names another person,
// because nobody could see or correct them.
func Typed(given, typed Address) Address { return Over(fitting(given, typed), typed) }

// fitting is an address without what belongs to another place or person than
// those of typed.
func fitting(given, typed Address) Address {
	if Moved(given, typed) {
		given.StreetAddress2, given.Region, given.OrganizationName, given.Attention = "", "", "", ""
	}
	if Renamed(given, typed) {
		given.Title, given.Attention = "", ""
	}
	return given
}

// Moved reports whether two addresses name different places.
func Moved(given, typed Address) bool {
	return differ(given, typed, "street_address", "postal_code", "city", "country")
}

// Renamed reports whether two addresses name different persons.
func Renamed(given, typed Address) bool {
	return differ(given, typed, "given_name", "family_name")
}

// differ reports whether any of the named members says something else in both.
func differ(a, b Address, names ...string) bool {
	first, second := Members(&a), Members(&b)
	for i, member := range first {
		for _, name := range names {
			if member.Name == name && !sameMember(name, b.Country, *member.Value, *second[i].Value) {
				return true
			}
		}
	}
	return false
}

// sameMember reports whether two spellings of an address's member say the
// same; nothing agrees with everything.
func sameMember(name, country, a, b string) bool {
	if a == "" || b == "" {
		return true
	}
	switch name {
	case "postal_code":
		return postalcode.Same(a, b, country)
	case "phone":
		return phone.Same(a, b, country)
	default:
		return plainText(a) == plainText(b)
	}
}

// plainText is how names and places are compared: without case, however blanks,
// hyphens and apostrophes were typed.
func plainText(text string) string {
	return strings.ToLower(strings.ReplaceAll(cleantext.Name(text), "’", "'"))
}
