package merchant

import (
	"context"
	"slices"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// fakeStore keeps merchants in memory; err, when set, answers instead.
type fakeStore struct {
	accounts    []Account
	credentials []Credential
	err         error
}

func (f *fakeStore) find(id hpp.MerchantID) (*Account, error) {
	if f.err != nil {
		return nil, f.err
	}
	i := slices.IndexFunc(f.accounts, func(a Account) bool { return a.ID == id })
	if i < 0 {
		return nil, ErrUnknown
	}
	return &f.accounts[i], nil
}

func (f *fakeStore) Insert(_ context.Context, a Account, c Credential) error {
	taken := slices.ContainsFunc(f.accounts, func(other Account) bool { return other.ID == a.ID }) ||
		slices.ContainsFunc(f.credentials, func(other Credential) bool { return other.Username == c.Username })
	if taken {
		return ErrTaken
	}
	f.accounts, f.credentials = append(f.accounts, a), append(f.credentials, c)
	return f.err
}

func (f *fakeStore) Account(_ context.Context, id hpp.MerchantID) (Account, error) {
	a, err := f.find(id)
	if err != nil {
		return Account{}, err
	}
	read := *a
	read.Logins = nil
	for _, c := range f.credentials {
		if c.Merchant == id {
			read.Logins = append(read.Logins, Login{c.Username, c.EndsAt})
		}
	}
	return read, nil
}

func (f *fakeStore) Accounts(context.Context) ([]Account, error) { return f.accounts, f.err }

func (f *fakeStore) Credential(_ context.Context, username string) (Credential, Account, error) {
	for _, c := range f.credentials {
		if c.Username == username {
			a, err := f.find(c.Merchant)
			if err != nil {
				return Credential{}, Account{}, err
			}
			return c, *a, nil
		}
	}
	if f.err != nil {
		return Credential{}, Account{}, f.err
	}
	return Credential{}, Account{}, ErrUnknown
}

func (f *fakeStore) Rotate(_ context.Context, fresh Credential, end time.Time) error {
	a, err := f.find(fresh.Merchant)
	if err != nil {
		return err
	}
	if !a.Sells() {
		return ErrDisabled
	}
	for i := range f.credentials {
		c := &f.credentials[i]
		if c.Merchant == fresh.Merchant && (c.EndsAt.IsZero() || c.EndsAt.After(end)) {
			c.EndsAt = end
		}
	}
	f.credentials = append(f.credentials, fresh)
	return nil
}

func (f *fakeStore) CloseSales(_ context.Context, id hpp.MerchantID, at time.Time) error {
	a, err := f.find(id)
	if err == nil {
		a.SalesClosedAt = at
	}
	return err
}

func (f *fakeStore) Disable(_ context.Context, id hpp.MerchantID, at time.Time) error {
	a, err := f.find(id)
	if err == nil {
		a.DisabledAt = at
	}
	return err
}

func (f *fakeStore) Enable(_ context.Context, id hpp.MerchantID) error {
	a, err := f.find(id)
	if err == nil {
		a.SalesClosedAt, a.DisabledAt = time.Time{}, time.Time{}
	}
	return err
}

func (f *fakeStore) RotateWebhook(_ context.Context, id hpp.MerchantID, _, end time.Time) (Account, error) {
	a, err := f.find(id)
	if err != nil {
		return Account{}, err
	}
	for i, older := range a.OlderWebhooks {
		if older.EndsAt.After(end) {
			a.OlderWebhooks[i].EndsAt = end
		}
	}
	a.OlderWebhooks = append(a.OlderWebhooks, OlderWebhook{a.WebhookVersion, end})
	a.WebhookVersion++
	return *a, nil
}
