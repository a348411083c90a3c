package provider

// sales are the operations by which money is asked for anew, by their mux
// pattern: a merchant that is disabled may not call them. What becomes of
// orders that were placed before is not among them.
var sales = map[string]bool{
	"POST /payments/v1/sessions":                              true,
	"POST /payments/v1/authorizations/{token}/order":          true,
	"POST /payments/v1/authorizations/{token}/customer-token": true,
	"POST /credit/v1/sessions":                                true,
	"POST /credit/v1/authorizations/{token}/order":            true,
	"POST /credit/v1/authorizations/{token}/customer-token":   true,
	"POST /playground/v1/payments/{session_id}/authorize":     true,
	"POST /checkout/v3/orders":                                true,
	"POST /playground/v1/checkout/{order_id}/authorize":       true,
	"POST /customer-token/v1/tokens/{customer_token}/order":   true,
}
