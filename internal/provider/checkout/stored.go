package checkout

// The types of this file are what rows hold. They are apart from the wire types
// of the API, so that a change of the API changes no row.

// Purchase is what a merchant sends and reads.
type Purchase struct {
	Attachment             map[string]any   `json:"attachment,omitzero"`
	BillingAddress         Address          `json:"billing_address"`
	BillingCountries       []string         `json:"billing_countries,omitzero"`
	Customer               Customer         `json:"customer"`
	DiscountLines          []map[string]any `json:"discount_lines,omitzero"`
	ExternalCheckouts      []map[string]any `json:"external_checkouts"`
	ExternalPaymentMethods []map[string]any `json:"external_payment_methods"`
	Gui                    map[string]any   `json:"gui,omitzero"`
	Locale                 string           `json:"locale"`
	MerchantData           string           `json:"merchant_data,omitempty,omitzero"`
	MerchantReference1     string           `json:"merchant_reference1,omitempty,omitzero"`
	MerchantReference2     string           `json:"merchant_reference2,omitempty,omitzero"`
	MerchantUrls           MerchantURLs     `json:"merchant_urls"`
	Options                Options          `json:"options"`
	OrderAmount            int64            `json:"order_amount"`
	OrderLines             []OrderLine      `json:"order_lines"`
	OrderTaxAmount         int64            `json:"order_tax_amount"`
	PurchaseCountry        string           `json:"purchase_country"`
	PurchaseCurrency       string           `json:"purchase_currency"`
	Recurring              *bool            `json:"recurring,omitempty"`
	RecurringDescription   string           `json:"recurring_description,omitempty,omitzero"`
	SelectedShippingOption ShippingOption   `json:"selected_shipping_option,omitempty,omitzero"`
	ShippingAddress        Address          `json:"shipping_address"`
	ShippingCountries      []string         `json:"shipping_countries,omitzero"`
	ShippingOptions        []ShippingOption `json:"shipping_options,omitzero"`
	Tags                   []string         `json:"tags,omitzero"`
}

// Address is a person or company and a place; streets may come in parts.
type Address struct {
	Attention        string `json:"attention,omitempty,omitzero"`
	CareOf           string `json:"care_of,omitempty,omitzero"`
	City             string `json:"city,omitempty,omitzero"`
	Country          string `json:"country,omitempty,omitzero"`
	Email            string `json:"email,omitempty,omitzero"`
	FamilyName       string `json:"family_name,omitempty,omitzero"`
	GivenName        string `json:"given_name,omitempty,omitzero"`
	HouseExtension   string `json:"house_extension,omitempty,omitzero"`
	OrganizationName string `json:"organization_name,omitempty,omitzero"`
	Phone            string `json:"phone,omitempty,omitzero"`
	PostalCode       string `json:"postal_code,omitempty,omitzero"`
	Reference        string `json:"reference,omitempty,omitzero"`
	Region           string `json:"region,omitempty,omitzero"`
	StreetAddress    string `json:"street_address,omitempty,omitzero"`
	StreetAddress2   string `json:"street_address2,omitempty,omitzero"`
	StreetName       string `json:"street_name,omitempty,omitzero"`
	StreetNumber     string `json:"street_number,omitempty,omitzero"`
	Title            string `json:"title,omitempty,omitzero"`
}

// Customer is what a merchant said of its customer.
type Customer struct {
	DateOfBirth                string `json:"date_of_birth,omitempty,omitzero"`
	Gender                     string `json:"gender,omitempty,omitzero"`
	OrganizationRegistrationId string `json:"organization_registration_id,omitempty,omitzero"`
	Type                       string `json:"type,omitempty,omitzero"`
	VatId                      string `json:"vat_id,omitempty,omitzero"`
}

// MerchantURLs are addresses of the merchant, their placeholders not filled in.
type MerchantURLs struct {
	AddressUpdate        string `json:"address_update,omitempty,omitzero"`
	CancellationTerms    string `json:"cancellation_terms,omitempty,omitzero"`
	Checkout             string `json:"checkout,omitempty,omitzero"`
	Confirmation         string `json:"confirmation,omitempty,omitzero"`
	CountryChange        string `json:"country_change,omitempty,omitzero"`
	Notification         string `json:"notification,omitempty,omitzero"`
	Push                 string `json:"push,omitempty,omitzero"`
	ShippingOptionUpdate string `json:"shipping_option_update,omitempty,omitzero"`
	Terms                string `json:"terms,omitempty,omitzero"`
	Validation           string `json:"validation,omitempty,omitzero"`
}

// Options are kept and given back; few change what happens. What is a pointer
// says whether it was sent.
type Options struct {
	AcquiringChannel                      string           `json:"acquiring_channel,omitempty,omitzero"`
	AdditionalCheckbox                    map[string]any   `json:"additional_checkbox,omitzero"`
	AdditionalCheckboxes                  []map[string]any `json:"additional_checkboxes,omitzero"`
	AdditionalMerchantTerms               string           `json:"additional_merchant_terms,omitempty,omitzero"`
	AllowSeparateShippingAddress          bool             `json:"allow_separate_shipping_address"`
	AllowedCustomerTypes                  []string         `json:"allowed_customer_types,omitzero"`
	AutoCapture                           *bool            `json:"auto_capture,omitempty"`
	ColorButton                           string           `json:"color_button,omitempty,omitzero"`
	ColorButtonText                       string           `json:"color_button_text,omitempty,omitzero"`
	ColorCheckbox                         string           `json:"color_checkbox,omitempty,omitzero"`
	ColorCheckboxCheckmark                string           `json:"color_checkbox_checkmark,omitempty,omitzero"`
	ColorHeader                           string           `json:"color_header,omitempty,omitzero"`
	ColorLink                             string           `json:"color_link,omitempty,omitzero"`
	DateOfBirthMandatory                  bool             `json:"date_of_birth_mandatory"`
	EnableDiscountModule                  *bool            `json:"enable_discount_module,omitempty"`
	NationalIdentificationNumberMandatory *bool            `json:"national_identification_number_mandatory,omitempty"`
	PhoneMandatory                        *bool            `json:"phone_mandatory,omitempty"`
	RadiusBorder                          string           `json:"radius_border,omitempty,omitzero"`
	RequireClientValidation               *bool            `json:"require_client_validation,omitempty"`
	RequireValidateCallbackSuccess        bool             `json:"require_validate_callback_success"`
	ShippingDetails                       string           `json:"shipping_details,omitempty,omitzero"`
	ShowSubtotalDetail                    *bool            `json:"show_subtotal_detail,omitempty"`
	ShowVatRegistrationNumberField        *bool            `json:"show_vat_registration_number_field,omitempty"`
	TitleMandatory                        *bool            `json:"title_mandatory,omitempty"`
	VatRemoved                            *bool            `json:"vat_removed,omitempty"`
	VerifyNationalIdentificationNumber    *bool            `json:"verify_national_identification_number,omitempty"`
}

// OrderLine is one line of a cart. Amounts are minor units, rates percent times
// 100.
type OrderLine struct {
	ImageUrl            string         `json:"image_url,omitempty,omitzero"`
	MerchantData        string         `json:"merchant_data,omitempty,omitzero"`
	Name                string         `json:"name"`
	ProductIdentifiers  map[string]any `json:"product_identifiers,omitzero"`
	ProductUrl          string         `json:"product_url,omitempty,omitzero"`
	Quantity            int64          `json:"quantity"`
	QuantityUnit        string         `json:"quantity_unit,omitempty,omitzero"`
	Reference           string         `json:"reference,omitempty,omitzero"`
	ShippingAttributes  map[string]any `json:"shipping_attributes,omitzero"`
	Subscription        map[string]any `json:"subscription,omitzero"`
	TaxRate             int64          `json:"tax_rate"`
	TotalAmount         int64          `json:"total_amount"`
	TotalDiscountAmount *int64         `json:"total_discount_amount,omitempty"`
	TotalTaxAmount      int64          `json:"total_tax_amount"`
	Type                string         `json:"type,omitempty,omitzero"`
	UnitPrice           int64          `json:"unit_price"`
}

// ShippingOption is a delivery on offer. Amounts are minor units, tax included.
type ShippingOption struct {
	DeliveryDetails map[string]any   `json:"delivery_details,omitzero"`
	Description     string           `json:"description,omitempty,omitzero"`
	Id              string           `json:"id"`
	Name            string           `json:"name"`
	Preselected     *bool            `json:"preselected,omitempty"`
	Price           int64            `json:"price"`
	Promo           string           `json:"promo,omitempty,omitzero"`
	SelectedAddons  []map[string]any `json:"selected_addons,omitzero"`
	ShippingMethod  string           `json:"shipping_method,omitempty,omitzero"`
	TaxAmount       int64            `json:"tax_amount"`
	TaxRate         int64            `json:"tax_rate"`
	TmsReference    string           `json:"tms_reference,omitempty,omitzero"`
}

// Status is where an order stands for its merchant.
type Status string

// The recorded statuses; that of an aborted order is published nowhere.
const (
	StatusIncomplete Status = "checkout_incomplete"
	StatusComplete   Status = "checkout_complete"
	StatusAborted    Status = "checkout_aborted"
)
