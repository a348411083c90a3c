package klarna

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"

	"github.com/google/uuid"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/upstream"
)

// mostRemembered bounds how many payment sessions' accounts are remembered.
const mostRemembered = 10_000

// rightAccounts remembers which of several accounts a payment session belongs to,
// so that the others are not asked each time. Forgetting costs a call or two.
type rightAccounts struct {
	mu     sync.Mutex
	labels map[string]string
}

func (r *rightAccounts) find(of string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.labels[of]
}

func (r *rightAccounts) keep(of, label string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.labels == nil || len(r.labels) >= mostRemembered {
		r.labels = map[string]string{}
	}
	r.labels[of] = label
}

func keyOf(merchant hpp.MerchantID, ref hpp.PaymentRef) string {
	return string(merchant) + "/" + ref.ID
}

// logins are a merchant's accounts, the one first that a payment session is known
// to belong to.
func (c *Client) logins(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef) ([]upstream.Login, error) {
	logins, err := c.Accounts.Logins(ctx, merchant, c.Upstream)
	if err != nil || len(logins) < 2 {
		return logins, err
	}
	right := c.right.find(keyOf(merchant, ref))
	if i := slices.IndexFunc(logins, func(l upstream.Login) bool { return l.Label == right }); i > 0 {
		logins[0], logins[i] = logins[i], logins[0]
	}
	return logins, nil
}

// inNameOf calls act with the accounts of a merchant, one after the other, until
// one of them knows the payment session (docs/spec/upstream.md U1.3). Wrong
// credentials go before "not there": the session may be theirs.
func (c *Client) inNameOf(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef, act func(upstream.Login) error) error {
	logins, err := c.logins(ctx, merchant, ref)
	if err != nil {
		return err
	}
	var account, missing error
	for _, login := range logins {
		err := act(login)
		_, wrong := errors.AsType[*hpp.AccountError](err)
		switch {
		case wrong:
			account = err
		case isMissing(err):
			missing = err
		default:
			if err == nil && len(logins) > 1 {
				c.right.keep(keyOf(merchant, ref), login.Label)
			}
			return err
		}
	}
	if account != nil {
		return account
	}
	return missing
}

// notThere are the codes of what an account does not have.
var notThere = []string{"NOT_FOUND", "NO_SUCH_ORDER"}

// isMissing reports whether an account does not have what was asked for; another
// one may.
func isMissing(err error) bool {
	refusal, ok := errors.AsType[*hpp.Refusal](err)
	return hpp.IsCode(err, hpp.CodeNotFound) || ok && slices.Contains(notThere, refusal.Code)
}

// Check tells of each of a merchant's accounts whether its credentials are right,
// by reading a payment session that is nobody's: nothing is made
// (docs/spec/upstream.md U1.4).
func (c *Client) Check(ctx context.Context, merchant hpp.MerchantID) ([]Checked, error) {
	logins, err := c.Accounts.Logins(ctx, merchant, c.Upstream)
	if err != nil {
		return nil, err
	}
	path := sessionsPath
	if c.Upstream.Kind == upstream.Kustom {
		path = checkoutPath
	}
	var all []Checked
	for _, login := range logins {
		err := c.do(ctx, login, call{name: "check credentials", method: http.MethodGet, path: path + uuid.NewString(), found: true})
		if hpp.IsCode(err, hpp.CodeNotFound) {
			err = nil
		}
		all = append(all, Checked{login.Label, err})
	}
	return all, nil
}

// Checked is what came of checking one account.
type Checked struct {
	Label string
	// Err is nil for right credentials, a *hpp.AccountError for wrong ones; anything
	// else left it unknown.
	Err error
}
