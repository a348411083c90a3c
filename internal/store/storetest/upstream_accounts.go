package storetest

import (
	"bytes"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchant"
	"github.com/openhpp/openhpp/internal/upstream"
)

// UpstreamAccounts are a store of accounts, and one to make their merchants in.
type UpstreamAccounts struct {
	upstream.Store
	Merchants merchant.Store
}

// UpstreamAccounts checks a store of merchants' accounts at other companies.
// open gives every case a new one.
func (s Suite) UpstreamAccounts(t *testing.T) {
	open := func(t *testing.T) UpstreamAccounts {
		db := s.open(t)
		return UpstreamAccounts{db.UpstreamAccounts(), db.Merchants()}
	}
	t.Helper()
	t.Run("Life", func(t *testing.T) { upstreamAccountsLife(t, openWithMerchants(t, open)) })
	t.Run("AtMostSoMany", func(t *testing.T) { upstreamAccountsAtOnce(t, openWithMerchants(t, open)) })
	t.Run("Reseal", func(t *testing.T) { upstreamAccountsReseal(t, openWithMerchants(t, open)) })
}

func openWithMerchants(t *testing.T, open func(*testing.T) UpstreamAccounts) upstream.Store {
	t.Helper()
	store := open(t)
	for _, id := range []hpp.MerchantID{"m1", "m2"} {
		err := store.Merchants.Insert(t.Context(), merchant.Account{ID: id, Name: string(id), WebhookVersion: 1, CreatedAt: epoch},
			merchant.Credential{Username: "user of " + string(id), Merchant: id, PasswordHash: []byte{1}, CreatedAt: epoch})
		if err != nil {
			t.Fatal(err)
		}
	}
	return store
}

func upstreamAccount(id hpp.MerchantID, name, label string) upstream.Account {
	return upstream.Account{
		Merchant: id, Upstream: name, Label: label, Username: "K1_" + label, Sealed: []byte{0, 0xff, 7}, KeyID: "0011223344556677",
		Options: upstream.DefaultOptions, UpdatedAt: epoch,
	}
}

func upstreamAccountsLife(t *testing.T, store upstream.Store) {
	first, second := upstreamAccount("m1", "klarna-eu", "b"), upstreamAccount("m1", "klarna-eu", "a")
	second.Username = ""
	second.Options = upstream.Options{Mode: upstream.Redirect, Callback: upstream.CallbackOff, Return: upstream.ReturnOff, TestAllowed: true}
	atKustom, foreign := upstreamAccount("m1", "kustom", "b"), upstreamAccount("m2", "klarna-eu", "b")
	for _, a := range []upstream.Account{first, second, atKustom, foreign} {
		if err := store.PutAccount(t.Context(), a, 2); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.PutAccount(t.Context(), upstreamAccount("m1", "klarna-eu", "c"), 2); !errors.Is(err, upstream.ErrTooMany) {
		t.Errorf("one too many: %v", err)
	}
	if err := store.PutAccount(t.Context(), upstreamAccount("nobody", "klarna-eu", "c"), 2); !errors.Is(err, upstream.ErrNoMerchant) {
		t.Errorf("of no merchant: %v", err)
	}
	first.Username, first.Sealed, first.UpdatedAt = "K2", []byte{9}, epoch.Add(time.Hour)
	if err := store.PutAccount(t.Context(), first, 2); err != nil {
		t.Errorf("replaced: %v", err)
	}
	expect := func(what string, got []upstream.Account, err error, want ...upstream.Account) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", what, err, diff)
		}
	}
	got, err := store.AccountsAt(t.Context(), "m1", "klarna-eu")
	expect("at one upstream", got, err, second, first)
	got, err = store.AccountsAt(t.Context(), "m2", "kustom")
	expect("at none", got, err)
	got, err = store.ListAccounts(t.Context(), "m1")
	expect("of one merchant", got, err, second, first, atKustom)
	got, err = store.ListAccounts(t.Context(), "")
	expect("of all", got, err, second, first, atKustom, foreign)
	if err := store.RemoveAccount(t.Context(), "m2", "kustom", "b"); !errors.Is(err, upstream.ErrNoAccount) {
		t.Errorf("removed what is not there: %v", err)
	}
	for _, want := range []error{nil, upstream.ErrNoAccount} {
		if err := store.RemoveAccount(t.Context(), "m1", "klarna-eu", "b"); !errors.Is(err, want) {
			t.Errorf("removed: %v, want %v", err, want)
		}
	}
	got, err = store.ListAccounts(t.Context(), "")
	expect("what is left", got, err, second, atKustom, foreign)
}

// Accounts that are made at one moment count each other.
func upstreamAccountsAtOnce(t *testing.T, store upstream.Store) {
	labels := []string{"a", "b", "c", "d", "e", "f"}
	errs := make([]error, len(labels))
	var all sync.WaitGroup
	for i, label := range labels {
		all.Go(func() { errs[i] = store.PutAccount(t.Context(), upstreamAccount("m1", "klarna-eu", label), 2) })
	}
	all.Wait()
	made := 0
	for i, err := range errs {
		switch {
		case err == nil:
			made++
		case !errors.Is(err, upstream.ErrTooMany):
			t.Errorf("%s: %v", labels[i], err)
		}
	}
	if accounts, err := store.AccountsAt(t.Context(), "m1", "klarna-eu"); err != nil || made != 2 || len(accounts) != 2 {
		t.Errorf("%d made, %d stored, %v; want 2", made, len(accounts), err)
	}
}

// What changed meanwhile is not overwritten by an older password.
func upstreamAccountsReseal(t *testing.T, store upstream.Store) {
	one, two := upstreamAccount("m1", "klarna-eu", "a"), upstreamAccount("m1", "kustom", "a")
	for _, a := range []upstream.Account{one, two} {
		if err := store.PutAccount(t.Context(), a, 2); err != nil {
			t.Fatal(err)
		}
	}
	anew := func(a upstream.Account, was []byte) upstream.Resealed {
		a.Sealed, a.KeyID = []byte{1, 2, 3}, "7766554433221100"
		return upstream.Resealed{Account: a, Was: was}
	}
	done, err := store.Reseal(t.Context(), []upstream.Resealed{anew(one, one.Sealed), anew(two, []byte{5})})
	if err != nil || done != 1 {
		t.Errorf("%d done, %v; want 1", done, err)
	}
	for name, want := range map[string][]byte{"klarna-eu": {1, 2, 3}, "kustom": two.Sealed} {
		got, err := store.AccountsAt(t.Context(), "m1", name)
		if err != nil || len(got) != 1 || !bytes.Equal(got[0].Sealed, want) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if done, err := store.Reseal(t.Context(), nil); err != nil || done != 0 {
		t.Errorf("nothing: %d, %v", done, err)
	}
}
