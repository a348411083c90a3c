package merchant

import (
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Account is a tenant as stored.
type Account struct {
	ID   hpp.MerchantID
	Name string
	// WebhookVersion counts the changes of the callback secret, from 1.
	WebhookVersion int64
	CreatedAt      time.Time // UTC, milliseconds
	DisabledAt     time.Time // zero: enabled
	// Usernames are those of the credentials in use, oldest first.
	Usernames []string
}

// Disabled reports whether the account has been shut.
func (a Account) Disabled() bool { return !a.DisabledAt.IsZero() }

// Credential is a user name and the keyed hash of its password.
type Credential struct {
	Username     string
	Merchant     hpp.MerchantID
	PasswordHash []byte
	CreatedAt    time.Time // UTC, milliseconds
	RevokedAt    time.Time // zero: in use
}

// Credentials are what a merchant is told, once: the password is kept nowhere.
type Credentials struct {
	MerchantID    hpp.MerchantID `json:"merchant_id"`
	Username      string         `json:"username"`
	Password      string         `json:"password"`
	WebhookSecret string         `json:"webhook_secret"` // whsec_ and base64, as Standard Webhooks writes it
}
