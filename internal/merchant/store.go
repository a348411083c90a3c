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
	// Insert stores a new account with its first credential. ErrTaken when the
	// id or the user name is in use.
	Insert(ctx context.Context, a Account, c Credential) error
	// Account answers ErrUnknown when there is no such account.
	Account(ctx context.Context, id hpp.MerchantID) (Account, error)
	// Accounts lists all accounts, oldest first, without their OlderWebhooks.
	Accounts(ctx context.Context) ([]Account, error)
	// Credential finds a credential, ended or not, and its account;
	// ErrUnknown when the user name is nobody's.
	Credential(ctx context.Context, username string) (Credential, Account, error)
	// Rotate ends every credential of c's account at end, or earlier where that
	// was set, and adds c. ErrUnknown when there is no such account, ErrDisabled
	// when it does not sell or is disabled.
	Rotate(ctx context.Context, c Credential, end time.Time) error
	// CloseSales ends the selling of an account; repeating it keeps the first
	// time. ErrUnknown when there is no such account.
	CloseSales(ctx context.Context, id hpp.MerchantID, at time.Time) error
	// Disable shuts an account; repeating it keeps the first time.
	// ErrUnknown when there is no such account.
	Disable(ctx context.Context, id hpp.MerchantID, at time.Time) error
	// Enable undoes CloseSales and Disable. ErrUnknown when there is no such
	// account.
	Enable(ctx context.Context, id hpp.MerchantID) error
	// RotateWebhook adds one to the account's WebhookVersion. The version before
	// it ends at end, and so do older ones that have no earlier end; what had
	// ended at now is forgotten. It answers the account as it then is;
	// ErrUnknown when there is no such account.
	RotateWebhook(ctx context.Context, id hpp.MerchantID, now, end time.Time) (Account, error)
}

// ErrUnknown means that there is no such merchant.
var ErrUnknown = errors.New("no merchant has this id; openhpp merchant list shows them all")

// ErrDisabled means that a merchant is disabled, so that new credentials would
// be of no use to it.
var ErrDisabled = errors.New("this merchant is disabled and gets no new credentials; run openhpp merchant enable first")

// ErrTaken means that another merchant has this id or this user name.
var ErrTaken = errors.New("another merchant has this id or user name")
