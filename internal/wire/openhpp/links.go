package openhppwire

import (
	"encoding/json"

	hppwire "github.com/openhpp/openhpp/internal/wire/hpp"
)

// LinkRequest is a request for a link that takes no shop.
type LinkRequest struct {
	Amount         int64                        `json:"amount"`
	Currency       string                       `json:"currency"`
	Country        string                       `json:"country"`
	Locale         string                       `json:"locale"`
	Description    string                       `json:"description"`
	Lines          []map[string]json.RawMessage `json:"lines"`
	TaxRate        int64                        `json:"tax_rate"` // 100 is 1 %
	Reference      string                       `json:"reference"`
	ProfileID      string                       `json:"profile_id"`
	ExpiresIn      string                       `json:"expires_in"`
	PlaceOrderMode string                       `json:"place_order_mode"`
	MerchantURLs   hppwire.MerchantUrls         `json:"merchant_urls"`
	Send           *hppwire.DistributionRequest `json:"send"`
}

// LinkMembers are the members of a LinkRequest.
var LinkMembers = []string{
	"amount", "currency", "country", "locale", "description", "lines", "tax_rate", "reference", "profile_id", "expires_in", "place_order_mode", "merchant_urls", "send",
}

// MadeLink is the answer: that of a create, and whom it was sent to.
type MadeLink struct {
	hppwire.SessionCreationResponse
	DistributionID string `json:"distribution_id,omitempty"`
}
