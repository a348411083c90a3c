package upstream

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/sealed"
)

// Service manages merchants' accounts. All fields are required.
type Service struct {
	Store     Store
	Directory Directory
	Key       sealed.Key // seals passwords
	Now       func() time.Time
}

// NewAccount is an account as an operator gives it.
type NewAccount struct {
	Merchant hpp.MerchantID
	Upstream string
	Label    string // empty: DefaultLabel
	Username string
	Password string
	Options  Options // empty members: DefaultOptions
}

const (
	maxUsername = 200 // characters
	maxPassword = 500 // characters
)

var labelForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

// Set stores an account, or replaces the one with its label. Its error names
// everything that is wrong.
func (s *Service) Set(ctx context.Context, n NewAccount) error {
	if n.Label == "" {
		n.Label = DefaultLabel
	}
	n.Options = n.Options.withDefaults()
	upstream, known := s.Directory.ByName(n.Upstream)
	var wrong []string
	switch {
	case !known:
		wrong = append(wrong, s.Directory.WantName())
	case s.Directory.refusal(upstream, n.Options.TestAllowed) != "":
		wrong = append(wrong, s.Directory.refusal(upstream, n.Options.TestAllowed))
	}
	if !labelForm.MatchString(n.Label) {
		wrong = append(wrong, "label must be 1 to 40 small letters, digits and hyphens")
	}
	// A colon would end the user name in the header that carries both.
	if len(n.Username) > maxUsername || !visible(n.Username) || strings.Contains(n.Username, ":") {
		wrong = append(wrong, "username must be at most 200 visible ASCII characters, without a colon")
	}
	if n.Password == "" || len(n.Password) > maxPassword || !visible(n.Password) {
		wrong = append(wrong, "password must be 1 to 500 visible ASCII characters")
	}
	if wrong = append(wrong, n.Options.faults()...); len(wrong) > 0 {
		return errors.New(strings.Join(wrong, "; "))
	}
	a := Account{
		Merchant: n.Merchant, Upstream: n.Upstream, Label: n.Label, Username: n.Username,
		Options: n.Options, UpdatedAt: s.Now().UTC().Truncate(time.Millisecond),
	}
	a.Sealed, a.KeyID = s.Key.Seal([]byte(n.Password), placeOf(a)...), s.Key.ID()
	return s.Store.PutAccount(ctx, a, MaxAccounts)
}

func visible(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' })
}

// placeOf is what a sealed password belongs to: moved to another row, it cannot
// be opened.
func placeOf(a Account) []string { return []string{string(a.Merchant), a.Upstream, a.Label} }

// List answers the accounts of a merchant, or of all for the empty id.
func (s *Service) List(ctx context.Context, merchant hpp.MerchantID) ([]Account, error) {
	return s.Store.ListAccounts(ctx, merchant)
}

// Used reports whether any merchant has an account.
func (s *Service) Used(ctx context.Context) (bool, error) {
	accounts, err := s.Store.ListAccounts(ctx, "")
	return len(accounts) > 0, err
}

// Remove forgets an account. What is being paid by it can be paid no more.
func (s *Service) Remove(ctx context.Context, merchant hpp.MerchantID, upstream, label string) error {
	return s.Store.RemoveAccount(ctx, merchant, upstream, label)
}

// Logins are the accounts that a merchant may use at an upstream. A
// *hpp.AccountError says why there is none.
func (s *Service) Logins(ctx context.Context, merchant hpp.MerchantID, u Upstream) ([]Login, error) {
	accounts, err := s.Store.AccountsAt(ctx, merchant, u.Name)
	if err != nil {
		return nil, err
	}
	refused := s.Directory.refusal(u, true)
	if refused == "" && len(accounts) == 0 {
		refused = "this merchant has no credentials for " + u.Host() + " here: the operator of this server stores them with openhpp merchant upstream set"
	}
	var logins []Login
	for _, a := range accounts {
		if why := s.Directory.refusal(u, a.Options.TestAllowed); why != "" {
			refused = why
			continue
		}
		password, err := s.Key.Open(a.Sealed, placeOf(a)...)
		if err != nil {
			refused = "the credentials of this merchant for " + u.Host() + " cannot be read: the operator of this server stores them anew with openhpp merchant upstream set, or runs openhpp merchant upstream reseal"
			continue
		}
		logins = append(logins, Login{a.Label, a.Username, string(password), a.Options})
	}
	if len(logins) == 0 {
		return nil, &hpp.AccountError{Message: refused}
	}
	return logins, nil
}

// Reseal seals anew what another key sealed, so that the server's secret can be
// changed. It answers how many accounts it sealed anew; its error names those
// that neither key opens.
func (s *Service) Reseal(ctx context.Context, old sealed.Key) (int64, error) {
	accounts, err := s.Store.ListAccounts(ctx, "")
	if err != nil {
		return 0, err
	}
	var changed []Resealed
	var lost []error
	for _, a := range accounts {
		if _, err := s.Key.Open(a.Sealed, placeOf(a)...); err == nil {
			continue
		}
		password, err := old.Open(a.Sealed, placeOf(a)...)
		if err != nil {
			lost = append(lost, fmt.Errorf("merchant %s, %s, %s: neither secret opens it", a.Merchant, a.Upstream, a.Label))
			continue
		}
		was := a.Sealed
		a.Sealed, a.KeyID = s.Key.Seal(password, placeOf(a)...), s.Key.ID()
		changed = append(changed, Resealed{a, was})
	}
	done, err := s.Store.Reseal(ctx, changed)
	return done, errors.Join(append(lost, err)...)
}
