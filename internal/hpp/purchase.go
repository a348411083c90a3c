package hpp

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"time"
)

// Channel says where the sale happens; it decides what a cancel URL means
// (docs/spec/hpp.md §4.2).
type Channel string

// The published channels.
const (
	Ecommerce Channel = "ECOMMERCE"
	InStore   Channel = "IN_STORE"
	Telesales Channel = "TELESALES"
)

// Delivery is a way to ship a Checkout order.
type Delivery struct {
	ID          string
	Name        string
	Description string
	Price       int64 // minor units, tax included; part of the purchase once selected
	Selected    bool
}

// Line is one order line. Amounts are minor units of the purchase currency.
type Line struct {
	Type     string // physical, discount, shipping_fee, …
	Name     string
	Quantity int64
	Unit     string
	Total    int64 // minor units, what is paid for the line
	Discount int64 `json:",omitempty"` // minor units, taken off already: Total + Discount is the price before
}

// Purchase is what is being paid: frozen for the payer by its Revision.
type Purchase struct {
	Country  string // ISO 3166-1 alpha-2, upper case
	Currency string // ISO 4217, upper case
	Locale   string // language-country, as the merchant sent it
	Amount   int64  // minor units, tax included
	Tax      int64  // minor units
	Lines    []Line
}

// Revision identifies exactly this amount, currency and these lines, so that
// a payer never pays something other than what the page showed.
func (p Purchase) Revision() string {
	// Marshalling a struct of strings and integers cannot fail.
	text, _ := json.Marshal(p)
	sum := sha256.Sum256(text)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// Payer is what the provider needs to know of the person paying. It is
// personal data: never log it.
type Payer struct {
	Email         string
	Phone         string
	GivenName     string
	FamilyName    string
	DateOfBirth   string // YYYY-MM-DD
	StreetAddress string
	// StreetAddress2 is what follows the street: an apartment, a floor.
	StreetAddress2 string
	PostalCode     string
	City           string
	// Region is a state, province or territory, as its ISO 3166-2 code
	// without the country where the country has a list: "NY".
	Region  string
	Country string // ISO 3166-1 alpha-2, upper case
	// WholeAddress says that the payer was asked for StreetAddress2 and Region:
	// left empty, they are meant to be empty.
	WholeAddress bool
}

// Or fills p's empty members from other.
func (p Payer) Or(other Payer) Payer {
	for _, pair := range []struct{ to, from *string }{
		{&p.Email, &other.Email}, {&p.Phone, &other.Phone},
		{&p.GivenName, &other.GivenName}, {&p.FamilyName, &other.FamilyName},
		{&p.DateOfBirth, &other.DateOfBirth}, {&p.StreetAddress, &other.StreetAddress},
		{&p.StreetAddress2, &other.StreetAddress2}, {&p.PostalCode, &other.PostalCode}, {&p.City, &other.City},
		{&p.Region, &other.Region}, {&p.Country, &other.Country},
	} {
		if *pair.to == "" {
			*pair.to = *pair.from
		}
	}
	return p
}

// PaymentState is where a payment session stands at its provider.
type PaymentState string

// The states of a payment session.
const (
	PaymentOpen      PaymentState = "open"
	PaymentComplete  PaymentState = "complete"
	PaymentCancelled PaymentState = "cancelled"
)

// PaymentSession is the provider's session under the page.
type PaymentSession struct {
	State    PaymentState
	Purchase Purchase
	// Reference is the merchant's own word for the purchase; may be empty.
	Reference string
	Channel   Channel
	Methods   []Method
	Payer     Payer // what the merchant already told the provider
	ExpiresAt time.Time
	Theme     Theme
	// Of a Checkout order: how it can be shipped, the merchant's terms, and,
	// once complete, the order it became.
	Deliveries []Delivery
	TermsURL   string
	Order      Order
}
