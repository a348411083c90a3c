package snippet

import "github.com/openhpp/openhpp/internal/hpp"

// Order is a Checkout order as its frame shows it. Amounts are minor units, countries
// ISO 3166-1 alpha-2, upper case.
type Order struct {
	Merchant hpp.MerchantID `json:"-"`
	Ref      hpp.PaymentRef `json:"-"`

	Complete     bool       `json:"complete"`
	Total        int64      `json:"order_total"`
	Currency     string     `json:"currency"`
	Locale       string     `json:"locale"`
	Country      string     `json:"country"`
	Countries    []Country  `json:"countries"`
	Customer     string     `json:"customer_type"` // person or organization
	Customers    []string   `json:"customer_types"`
	Payer        Payer      `json:"payer"`
	Deliveries   []Delivery `json:"deliveries"`
	Delivery     string     `json:"delivery"` // an id among Deliveries; empty: none chosen
	Checkboxes   []Checkbox `json:"checkboxes"`
	Methods      []Method   `json:"methods"`
	Confirmation string     `json:"confirmation"` // where the payer goes after the payment
	// AskShop says that the shop's page has a last word before the purchase.
	AskShop bool `json:"ask_shop"`
}

// Country is one that the payer may live in.
type Country struct {
	Code   string `json:"code"`
	Alpha3 string `json:"alpha3"` // lower case, as events have it
}

// Payer is what is typed; empty members are not known.
type Payer struct {
	Email         string `json:"email"`
	Phone         string `json:"phone"`
	GivenName     string `json:"given_name"`
	FamilyName    string `json:"family_name"`
	DateOfBirth   string `json:"date_of_birth"` // YYYY-MM-DD
	StreetAddress string `json:"street_address"`
	PostalCode    string `json:"postal_code"`
	City          string `json:"city"`
	Region        string `json:"region"`
	Country       string `json:"country"`
}

// Delivery is one that is on offer, as events have it.
type Delivery struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Promo       string `json:"promo"`
	Price       int64  `json:"price"`
	TaxAmount   int64  `json:"tax_amount"`
	TaxRate     int64  `json:"tax_rate"`
}

// Checkbox is one of the shop's own.
type Checkbox struct {
	Key      string `json:"key"`
	Text     string `json:"text"`
	Checked  bool   `json:"checked"`
	Required bool   `json:"required"`
}

// Method is a category that the payer may choose.
type Method struct {
	Category string `json:"category"`
	Name     string `json:"name"`
}
