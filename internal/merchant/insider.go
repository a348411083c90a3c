package merchant

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Insider is the page's own access to the built-in provider on behalf of any
// merchant: a password that lives as long as the process and never leaves it.
type Insider struct{ password string }

// insiderPrefix cannot begin a generated user name.
const insiderPrefix = "insider."

// NewInsider makes a fresh password.
func NewInsider() Insider { return Insider{rand.Text() + rand.Text()} }

// Credentials are those to act with for a merchant.
func (i Insider) Credentials(id hpp.MerchantID) (username, password string, err error) {
	return insiderPrefix + string(id), i.password, nil
}

// Verify accepts the insider's credentials and nobody else's.
func (i Insider) Verify(_ context.Context, username, password string) (hpp.Merchant, error) {
	id, ok := strings.CutPrefix(username, insiderPrefix)
	if subtle.ConstantTimeCompare([]byte(password), []byte(i.password)) != 1 || !ok || id == "" {
		return hpp.Merchant{}, ErrRefused
	}
	return hpp.Authenticated(hpp.MerchantID(id), ""), nil
}

// OnBehalfOf is the merchant for whom the server acts when a browser follows a
// link that only the merchant was given. name is what payers read.
func OnBehalfOf(id hpp.MerchantID, name string) hpp.Merchant { return hpp.Authenticated(id, name) }
