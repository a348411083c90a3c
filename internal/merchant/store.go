package merchant

import (
	"context"
	"errors"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Store keeps accounts and credentials. Every method is one transaction, and
// what it wrote is seen by every later call of any process.
type Store interface {
	// Insert stores a new account with its first credential.
	Insert(ctx context.Context, a Account, c Credential) error
	// Account answers ErrUnknown when there is no such account.
	Account(ctx context.Context, id hpp.MerchantID) (Account, error)
	// Accounts lists all accounts, oldest first.
	Accounts(ctx context.Context) ([]Account, error)
	// Credential finds a credential, revoked or not, and its account;
	// ErrUnknown when the user name is nobody's.
	Credential(ctx context.Context, username string) (Credential, Account, error)
	// Rotate revokes, at c.CreatedAt, every credential of c's account
	// and adds c; ErrUnknown when there is no such account.
	Rotate(ctx context.Context, c Credential) error
	// Disable shuts an account; repeating it keeps the first time.
	// ErrUnknown when there is no such account.
	Disable(ctx context.Context, id hpp.MerchantID, at time.Time) error
	// RotateWebhook adds one to the account's WebhookVersion and answers the
	// account as it then is; ErrUnknown when there is no such account.
	RotateWebhook(ctx context.Context, id hpp.MerchantID) (Account, error)
}

// ErrUnknown means that there is no such merchant.
var ErrUnknown = errors.New("no merchant has this id; openhpp merchant list shows them all")
