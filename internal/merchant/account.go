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
	// SalesClosedAt is when the merchant stopped selling; zero: it sells. Its
	// credentials go on working for orders that were placed before.
	SalesClosedAt time.Time
	DisabledAt    time.Time // when every access was shut; zero: it is open
	// Logins are all credentials, those that have ended too, oldest first.
	Logins []Login
	// OlderWebhooks are former callback secrets, some that have ended too,
	// oldest first. Lists of accounts leave them out.
	OlderWebhooks []OlderWebhook
}

// Login is a user name and when it stops working.
type Login struct {
	Username string    `json:"username"`
	EndsAt   time.Time `json:"ends_at,omitzero"` // UTC, milliseconds; zero: no end is set
}

// OlderWebhook is a former callback secret and when it stops signing.
type OlderWebhook struct {
	Version int64
	EndsAt  time.Time // UTC, milliseconds; zero: at the next rotation
}

// Disabled reports whether every access of the account has been shut.
func (a Account) Disabled() bool { return !a.DisabledAt.IsZero() }

// Sells reports whether the account may take new payments.
func (a Account) Sells() bool { return a.SalesClosedAt.IsZero() && a.DisabledAt.IsZero() }

// InUse answers the logins that still work at a time.
func (a Account) InUse(now time.Time) []Login {
	var used []Login
	for _, login := range a.Logins {
		if !ended(login.EndsAt, now) {
			used = append(used, login)
		}
	}
	return used
}

// ended reports whether an end, zero for none, has come.
func ended(end, now time.Time) bool { return !end.IsZero() && !now.Before(end) }

// Credential is a user name and the keyed hash of its password.
type Credential struct {
	Username     string
	Merchant     hpp.MerchantID
	PasswordHash []byte
	CreatedAt    time.Time // UTC, milliseconds
	EndsAt       time.Time // when it stops working, perhaps in the future; zero: no end is set
}

// Credentials are shown to a merchant once: the password is kept nowhere.
type Credentials struct {
	MerchantID    hpp.MerchantID `json:"merchant_id"`
	Username      string         `json:"username"`
	Password      string         `json:"password"`
	WebhookSecret string         `json:"webhook_secret"` // whsec_ and base64, as Standard Webhooks writes it
	// Ending are older credentials that go on working until their end.
	Ending []Login `json:"ending,omitempty"`
}
