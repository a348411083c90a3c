package checkout

// OrderAnswer is an order as a merchant reads it (docs/spec/provider.md B.3.1).
type OrderAnswer struct {
	OrderID string `json:"order_id"`
	Name    string `json:"name,omitempty"` // the merchant's
	Status  Status `json:"status"`
	Purchase
	HTMLSnippet    string `json:"html_snippet"`
	StartedAt      string `json:"started_at"` // RFC 3339, whole seconds
	LastModifiedAt string `json:"last_modified_at"`
	CompletedAt    string `json:"completed_at,omitempty"`
	RecurringToken string `json:"recurring_token,omitempty"` // a customer token
}

// Status is where an order stands for its merchant.
type Status string
