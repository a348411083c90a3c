package order

// The types of this file are what rows hold of Order Management, apart from its
// wire types: a change of the API changes no row.

// Shipment is one parcel on its way, or on its way back.
type Shipment struct {
	ReturnShippingCompany string `json:"return_shipping_company,omitempty,omitzero"`
	ReturnTrackingNumber  string `json:"return_tracking_number,omitempty,omitzero"`
	ReturnTrackingUri     string `json:"return_tracking_uri,omitempty,omitzero"`
	ShippingCompany       string `json:"shipping_company,omitempty,omitzero"`
	ShippingMethod        string `json:"shipping_method,omitempty,omitzero"`
	TrackingNumber        string `json:"tracking_number,omitempty,omitzero"`
	TrackingUri           string `json:"tracking_uri,omitempty,omitzero"`
}

// ShippingChoice is the delivery that a payer chose. Amounts are minor units.
type ShippingChoice struct {
	Carrier      string `json:"carrier,omitempty,omitzero"`
	Class        string `json:"class,omitempty,omitzero"`
	Id           string `json:"id,omitempty,omitzero"`
	Method       string `json:"method,omitempty,omitzero"`
	Name         string `json:"name,omitempty,omitzero"`
	Price        int64  `json:"price,omitempty,omitzero"`
	TaxAmount    int64  `json:"tax_amount,omitempty,omitzero"`
	TaxRate      int64  `json:"tax_rate,omitempty,omitzero"`
	TmsReference string `json:"tms_reference,omitempty,omitzero"`
	Type         string `json:"type,omitempty,omitzero"`
}
