package purchase

// The types of this file are what rows hold. They are apart from the wire types
// of the APIs, so that a change of an API changes no row.

// Purchase is what is to be paid, by whom and to whom.
type Purchase struct {
	AcquiringChannel       string       `json:"acquiring_channel,omitempty,omitzero"`
	Attachment             Attachment   `json:"attachment,omitempty,omitzero"`
	AutoCapture            bool         `json:"auto_capture,omitempty,omitzero"`
	BillingAddress         Address      `json:"billing_address,omitempty,omitzero"`
	CustomPaymentMethodIds []string     `json:"custom_payment_method_ids,omitzero"`
	Customer               Customer     `json:"customer,omitempty,omitzero"`
	Design                 string       `json:"design,omitempty,omitzero"`
	Intent                 string       `json:"intent,omitempty,omitzero"`
	Locale                 string       `json:"locale,omitempty,omitzero"`
	MerchantData           string       `json:"merchant_data,omitempty,omitzero"`
	MerchantReference1     string       `json:"merchant_reference1,omitempty,omitzero"`
	MerchantReference2     string       `json:"merchant_reference2,omitempty,omitzero"`
	MerchantUrls           MerchantURLs `json:"merchant_urls,omitempty,omitzero"`
	Options                Options      `json:"options,omitempty,omitzero"`
	OrderAmount            int64        `json:"order_amount"`
	OrderLines             []OrderLine  `json:"order_lines"`
	OrderTaxAmount         int64        `json:"order_tax_amount,omitempty,omitzero"`
	PurchaseCountry        string       `json:"purchase_country"`
	PurchaseCurrency       string       `json:"purchase_currency"`
	ShippingAddress        Address      `json:"shipping_address,omitempty,omitzero"`
	StepUpId               string       `json:"step_up_id,omitempty,omitzero"`
}

// Address is a person or company and a place; every member may be empty.
type Address struct {
	Attention        string `json:"attention,omitempty,omitzero"`
	City             string `json:"city,omitempty,omitzero"`
	Country          string `json:"country,omitempty,omitzero"`
	Email            string `json:"email,omitempty,omitzero"`
	FamilyName       string `json:"family_name,omitempty,omitzero"`
	GivenName        string `json:"given_name,omitempty,omitzero"`
	OrganizationName string `json:"organization_name,omitempty,omitzero"`
	Phone            string `json:"phone,omitempty,omitzero"`
	PostalCode       string `json:"postal_code,omitempty,omitzero"`
	Region           string `json:"region,omitempty,omitzero"`
	StreetAddress    string `json:"street_address,omitempty,omitzero"`
	StreetAddress2   string `json:"street_address2,omitempty,omitzero"`
	Title            string `json:"title,omitempty,omitzero"`
}

// Customer is what a merchant said of its customer. Personal numbers are checked
// and dropped: they are never stored.
type Customer struct {
	CustomerToken                string `json:"customer_token,omitempty,omitzero"`
	DateOfBirth                  string `json:"date_of_birth,omitempty,omitzero"`
	Gender                       string `json:"gender,omitempty,omitzero"`
	LastFourSsn                  string `json:"last_four_ssn,omitempty,omitzero"`
	NationalIdentificationNumber string `json:"national_identification_number,omitempty,omitzero"`
	OrganizationEntityType       string `json:"organization_entity_type,omitempty,omitzero"`
	OrganizationRegistrationId   string `json:"organization_registration_id,omitempty,omitzero"`
	Title                        string `json:"title,omitempty,omitzero"`
	Type                         string `json:"type,omitempty,omitzero"`
	VatId                        string `json:"vat_id,omitempty,omitzero"`
}

// OrderLine is one line of a cart. Amounts are minor units, rates percent times
// 100.
type OrderLine struct {
	ImageUrl            string             `json:"image_url,omitempty,omitzero"`
	MerchantData        string             `json:"merchant_data,omitempty,omitzero"`
	Name                string             `json:"name"`
	ProductIdentifiers  ProductIdentifiers `json:"product_identifiers,omitempty,omitzero"`
	ProductUrl          string             `json:"product_url,omitempty,omitzero"`
	Quantity            int64              `json:"quantity"`
	QuantityUnit        string             `json:"quantity_unit,omitempty,omitzero"`
	Reference           string             `json:"reference,omitempty,omitzero"`
	Subscription        Subscription       `json:"subscription,omitempty,omitzero"`
	TaxRate             int64              `json:"tax_rate,omitempty,omitzero"`
	TotalAmount         int64              `json:"total_amount"`
	TotalDiscountAmount int64              `json:"total_discount_amount,omitempty,omitzero"`
	TotalTaxAmount      int64              `json:"total_tax_amount,omitempty,omitzero"`
	Type                string             `json:"type,omitempty,omitzero"`
	UnitPrice           int64              `json:"unit_price"`
}

// MerchantURLs are addresses of the merchant, their placeholders not filled in.
type MerchantURLs struct {
	AppReturnUrl  string `json:"app_return_url,omitempty,omitzero"`
	Authorization string `json:"authorization,omitempty,omitzero"`
	Confirmation  string `json:"confirmation,omitempty,omitzero"`
	Notification  string `json:"notification,omitempty,omitzero"`
	Push          string `json:"push,omitempty,omitzero"`
}

// Options are the colours a merchant chose.
type Options struct {
	ColorBorder            string `json:"color_border,omitempty,omitzero"`
	ColorBorderSelected    string `json:"color_border_selected,omitempty,omitzero"`
	ColorButton            string `json:"color_button,omitempty,omitzero"`
	ColorButtonText        string `json:"color_button_text,omitempty,omitzero"`
	ColorCheckbox          string `json:"color_checkbox,omitempty,omitzero"`
	ColorCheckboxCheckmark string `json:"color_checkbox_checkmark,omitempty,omitzero"`
	ColorDetails           string `json:"color_details,omitempty,omitzero"`
	ColorHeader            string `json:"color_header,omitempty,omitzero"`
	ColorLink              string `json:"color_link,omitempty,omitzero"`
	ColorText              string `json:"color_text,omitempty,omitzero"`
	ColorTextSecondary     string `json:"color_text_secondary,omitempty,omitzero"`
	RadiusBorder           string `json:"radius_border,omitempty,omitzero"`
}

// Attachment is what a merchant sent for the risk check: JSON as a string.
type Attachment struct {
	Body        string `json:"body"`
	ContentType string `json:"content_type"`
}

// ProductIdentifiers is what a line says of its product.
type ProductIdentifiers struct {
	Brand                  string `json:"brand,omitempty,omitzero"`
	CategoryPath           string `json:"category_path,omitempty,omitzero"`
	Color                  string `json:"color,omitempty,omitzero"`
	GlobalTradeItemNumber  string `json:"global_trade_item_number,omitempty,omitzero"`
	ManufacturerPartNumber string `json:"manufacturer_part_number,omitempty,omitzero"`
	Size                   string `json:"size,omitempty,omitzero"`
}

// Subscription is how often a line is bought again.
type Subscription struct {
	Interval      string `json:"interval"`
	IntervalCount int64  `json:"interval_count"`
	Name          string `json:"name"`
}
