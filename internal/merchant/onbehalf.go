package merchant

import "github.com/openhpp/openhpp/internal/hpp"

// OnBehalfOf is the merchant for whom the server acts when a browser follows a
// link that only the merchant was given. name is what payers read.
func OnBehalfOf(id hpp.MerchantID, name string) hpp.Merchant { return hpp.Authenticated(id, name) }
