package checkout

import "github.com/openhpp/openhpp/internal/wire/payments"

// The payer's side of the built-in provider's Checkout. The published one
// runs inside a frame and is not described, so these shapes are ours.

// State is where a Checkout order stands for the page.
type State string

// The states.
const (
	StateOpen     State = "open"
	StateComplete State = "complete"
	StateAborted  State = "aborted"
)

// Page is what a payer's page shows of a Checkout order.
type Page struct {
	State            State  `json:"state"`
	PurchaseCountry  string `json:"purchase_country"`
	PurchaseCurrency string `json:"purchase_currency"`
	Locale           string `json:"locale"`
	OrderAmount      int64  `json:"order_amount"`     // minor units, the chosen delivery included
	OrderTaxAmount   int64  `json:"order_tax_amount"` // minor units
	OrderLines       []Line `json:"order_lines"`
	AcquiringChannel string `json:"acquiring_channel"`
	// PaymentMethodCategories are what the payer may choose from.
	PaymentMethodCategories []payments.PaymentMethodCategory `json:"payment_method_categories"`
	Payer                   payments.Payer                   `json:"payer"` // what is known
	Deliveries              []Delivery                       `json:"deliveries,omitempty"`
	TermsURL                string                           `json:"terms_url,omitempty"` // the merchant's
	Options                 payments.Options                 `json:"options,omitzero"`    // colours alone
	ExpiresAt               string                           `json:"expires_at"`          // RFC 3339
	MerchantReference1      string                           `json:"merchant_reference1,omitempty"`
	// Of a completed order:
	OrderID         string `json:"order_id,omitempty"`
	KlarnaReference string `json:"klarna_reference,omitempty"`
}

// Line is an order line as a page shows it.
type Line struct {
	Type         string `json:"type"`
	Name         string `json:"name"`
	Quantity     int64  `json:"quantity"`
	QuantityUnit string `json:"quantity_unit,omitempty"`
	TotalAmount  int64  `json:"total_amount"` // minor units
}

// Delivery is a shipping option.
type Delivery struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	Price       int64  `json:"price"` // minor units, tax included
	Selected    bool   `json:"selected,omitempty"`
}

// ReviseRequest tells what the payer typed and chose, before paying: the
// merchant may change the purchase for it.
type ReviseRequest struct {
	Payer    payments.Payer `json:"payer"`
	Delivery string         `json:"delivery,omitempty"` // an id; empty: as it is
	// DeliveryOnly leaves Payer out of it: nothing of it is judged or kept.
	DeliveryOnly bool `json:"delivery_only,omitempty"`
}

// ReviseResult says which of its members an answer carries.
type ReviseResult string

// The results of a revision.
const (
	Revised   ReviseResult = "revised"   // page
	Incorrect ReviseResult = "incorrect" // fields
	Stopped   ReviseResult = "stopped"   // text: the merchant refuses this address, delivery or purchase
)

// ReviseAnswer is the page after the merchant had its say.
type ReviseAnswer struct {
	Result ReviseResult `json:"result"`
	Page   *Page        `json:"page,omitempty"`
	Fields []string     `json:"fields,omitempty"` // names of the page's form fields
	Text   string       `json:"text,omitempty"`   // for the payer, the merchant's words; may be empty
	// Redirect is where the merchant sends the payer instead; may be empty.
	Redirect string `json:"redirect,omitempty"`
}

// AuthorizeAnswer is where an attempt stands. An approved attempt has
// completed the order. Stopped comes with the merchant's text.
type AuthorizeAnswer struct {
	payments.AuthorizeAnswer
	OrderID         string `json:"order_id,omitempty"`
	KlarnaReference string `json:"klarna_reference,omitempty"`
	Text            string `json:"text,omitempty"`
	Redirect        string `json:"redirect,omitempty"` // where the merchant sends the payer instead
}

// ResultStopped is an attempt that the merchant's validation refused; the
// payer may correct something and try again.
const ResultStopped payments.AuthorizeResult = "stopped"
