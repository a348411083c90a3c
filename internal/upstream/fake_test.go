package upstream

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/sealed"
)

var epoch = time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)

// memory is a store for these tests.
type memory struct{ accounts []Account }

func (m *memory) index(merchant hpp.MerchantID, upstream, label string) int {
	return slices.IndexFunc(m.accounts, func(a Account) bool { return a.Merchant == merchant && a.Upstream == upstream && a.Label == label })
}

func (m *memory) PutAccount(_ context.Context, a Account, _ int64) error {
	if i := m.index(a.Merchant, a.Upstream, a.Label); i >= 0 {
		m.accounts[i] = a
		return nil
	}
	m.accounts = append(m.accounts, a)
	return nil
}

func (m *memory) AccountsAt(_ context.Context, merchant hpp.MerchantID, upstream string) (found []Account, _ error) {
	for _, a := range m.accounts {
		if a.Merchant == merchant && a.Upstream == upstream {
			found = append(found, a)
		}
	}
	slices.SortFunc(found, func(a, b Account) int { return cmp.Compare(a.Label, b.Label) })
	return found, nil
}

func (m *memory) ListAccounts(context.Context, hpp.MerchantID) ([]Account, error) {
	return slices.Clone(m.accounts), nil
}

func (m *memory) RemoveAccount(_ context.Context, merchant hpp.MerchantID, upstream, label string) error {
	i := m.index(merchant, upstream, label)
	if i < 0 {
		return ErrNoAccount
	}
	m.accounts = slices.Delete(m.accounts, i, i+1)
	return nil
}

func (m *memory) Reseal(_ context.Context, changed []Resealed) (done int64, _ error) {
	for _, c := range changed {
		if i := m.index(c.Merchant, c.Upstream, c.Label); i >= 0 && bytes.Equal(m.accounts[i].Sealed, c.Was) {
			m.accounts[i] = c.Account
			done++
		}
	}
	return done, nil
}

func key(of string) sealed.Key { return sealed.New([]byte(strings.Repeat(of, 32)), "tests") }

func service(t *testing.T, live bool, given ...Upstream) (*Service, *memory) {
	t.Helper()
	directory, err := NewDirectory(given, live)
	if err != nil {
		t.Fatal(err)
	}
	store := &memory{}
	return &Service{Store: store, Directory: directory, Key: key("a"), Now: func() time.Time { return epoch }}, store
}

func (s *Service) named(t *testing.T, name string) Upstream {
	t.Helper()
	u, ok := s.Directory.ByName(name)
	if !ok {
		t.Fatalf("there is no upstream %s", name)
	}
	return u
}
