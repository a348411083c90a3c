package klarna

import "github.com/openhpp/openhpp/internal/hpp"

// What this package reads of answers, and no more: a member that nobody uses here
// may have any form, as it has in the companies' own documents.

// sessionMembers are those of a payment session.
type sessionMembers struct {
	Status             string `json:"status"`
	AcquiringChannel   string `json:"acquiring_channel"`
	AuthorizationToken string `json:"authorization_token"`
	ClientToken        string `json:"client_token"`
	ExpiresAt          string `json:"expires_at"`
	MerchantReference1 string `json:"merchant_reference1"`
	MerchantURLs       struct {
		Authorization string `json:"authorization"`
	} `json:"merchant_urls"`
	Categories []struct {
		Identifier string `json:"identifier"`
		Name       string `json:"name"`
	} `json:"payment_method_categories"`
	cart
}

// cart is what a payment session, a Checkout order and an order have in common.
// Amounts are minor units.
type cart struct {
	PurchaseCountry  string `json:"purchase_country"`
	PurchaseCurrency string `json:"purchase_currency"`
	Locale           string `json:"locale"`
	OrderAmount      int64  `json:"order_amount"`
	OrderTaxAmount   int64  `json:"order_tax_amount"`
	OrderLines       []struct {
		Type          string `json:"type"`
		Name          string `json:"name"`
		Quantity      int64  `json:"quantity"`
		QuantityUnit  string `json:"quantity_unit"`
		TotalAmount   int64  `json:"total_amount"`
		TotalDiscount int64  `json:"total_discount_amount"`
	} `json:"order_lines"`
}

// purchase is the cart in the core's words.
func (c cart) purchase() hpp.Purchase {
	lines := make([]hpp.Line, len(c.OrderLines))
	for i, l := range c.OrderLines {
		lines[i] = hpp.Line{Type: l.Type, Name: l.Name, Quantity: l.Quantity, Unit: l.QuantityUnit, Total: l.TotalAmount, Discount: l.TotalDiscount}
	}
	return hpp.Purchase{
		Country: upper(c.PurchaseCountry), Currency: upper(c.PurchaseCurrency), Locale: c.Locale,
		Amount: c.OrderAmount, Tax: c.OrderTaxAmount, Lines: lines,
	}
}

// placedMembers are those of the answer to placing an order.
type placedMembers struct {
	OrderID     string `json:"order_id"`
	FraudStatus string `json:"fraud_status"`
}

// orderMembers are those of an order that was placed.
type orderMembers struct {
	placedMembers
	KlarnaReference    string `json:"klarna_reference"`
	MerchantReference1 string `json:"merchant_reference1"`
	CreatedAt          string `json:"created_at"`
	cart
}

// placed is the order in the core's words.
func (o orderMembers) placed() hpp.Order {
	return hpp.Order{ID: o.OrderID, Reference: o.KlarnaReference, Pending: o.FraudStatus == pending}
}

// pending is the fraud status of an order that is still weighed.
const pending = "PENDING"

// checkoutMembers are those of a Checkout order.
type checkoutMembers struct {
	Status             string `json:"status"`
	HTMLSnippet        string `json:"html_snippet"`
	StartedAt          string `json:"started_at"`
	LastModifiedAt     string `json:"last_modified_at"`
	MerchantReference1 string `json:"merchant_reference1"`
	Options            struct {
		AcquiringChannel string `json:"acquiring_channel"`
	} `json:"options"`
	cart
}
