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
	f.accounts, f.credentials = append(f.accounts, a), append(f.credentials, c)
	return f.err
}

func (f *fakeStore) Account(_ context.Context, id hpp.MerchantID) (Account, error) {
	a, err := f.find(id)
	if err != nil {
		return Account{}, err
	}
	return *a, nil
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

func (f *fakeStore) Rotate(_ context.Context, fresh Credential) error {
	if _, err := f.find(fresh.Merchant); err != nil {
		return err
	}
	for i := range f.credentials {
		if f.credentials[i].Merchant == fresh.Merchant {
			f.credentials[i].RevokedAt = fresh.CreatedAt
		}
	}
	f.credentials = append(f.credentials, fresh)
	return nil
}

func (f *fakeStore) Disable(_ context.Context, id hpp.MerchantID, at time.Time) error {
	a, err := f.find(id)
	if err == nil {
		a.DisabledAt = at
	}
	return err
}

func (f *fakeStore) RotateWebhook(_ context.Context, id hpp.MerchantID) (Account, error) {
	a, err := f.find(id)
	if err != nil {
		return Account{}, err
	}
	a.WebhookVersion++
	return *a, nil
}
