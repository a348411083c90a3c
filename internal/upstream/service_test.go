package upstream

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

const password = "kco_test_api_do-not-show"

func TestSetAndUse(t *testing.T) {
	t.Parallel()
	s, store := service(t, false)
	for _, label := range []string{"", "second"} {
		if err := s.Set(t.Context(), NewAccount{Merchant: "m1", Upstream: "kustom-test", Label: label, Username: "K1", Password: password}); err != nil {
			t.Fatal(err)
		}
	}
	logins, err := s.Logins(t.Context(), "m1", s.named(t, "kustom-test"))
	want := []Login{{DefaultLabel, "K1", password, DefaultOptions}, {"second", "K1", password, DefaultOptions}}
	if diff := cmp.Diff(want, logins); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	for _, a := range store.accounts {
		if bytes.Contains(a.Sealed, []byte(password)) || a.KeyID != s.Key.ID() || !a.UpdatedAt.Equal(epoch) {
			t.Errorf("stored %+v", a)
		}
	}
	if bytes.Equal(store.accounts[0].Sealed, store.accounts[1].Sealed) {
		t.Error("one password is sealed alike for two accounts")
	}
}

// A sealed password opens nothing in another row.
func TestSealedForItsRow(t *testing.T) {
	t.Parallel()
	s, store := service(t, false)
	if err := s.Set(t.Context(), NewAccount{Merchant: "m1", Upstream: "kustom-test", Password: password}); err != nil {
		t.Fatal(err)
	}
	for name, move := range map[string]func(*Account){
		"merchant": func(a *Account) { a.Merchant = "m2" },
		"upstream": func(a *Account) { a.Upstream = "klarna-eu-test" },
		"label":    func(a *Account) { a.Label = "other" },
	} {
		moved := store.accounts[0]
		move(&moved)
		into, intoStore := service(t, false)
		intoStore.accounts = []Account{moved}
		logins, err := into.Logins(t.Context(), moved.Merchant, into.named(t, moved.Upstream))
		if account, ok := errors.AsType[*hpp.AccountError](err); !ok || logins != nil || !strings.Contains(account.Message, "cannot be read") {
			t.Errorf("moved to another %s: %v, %v", name, logins, err)
		}
	}
}

func TestSetNamesEveryFault(t *testing.T) {
	t.Parallel()
	s, store := service(t, false)
	err := s.Set(t.Context(), NewAccount{
		Merchant: "m1", Upstream: "klarna", Label: "A", Username: "a:b", Options: Options{Mode: "frame", Callback: "on", Return: "keep"},
	})
	for _, part := range []string{"klarna-eu-test", "label must be", "username must be", "password must be", "mode must be", "callback must be", "return must be"} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%v does not say %q", err, part)
		}
	}
	for _, bad := range []string{"two words", "line\nend", "ö", strings.Repeat("x", maxPassword+1)} {
		err := s.Set(t.Context(), NewAccount{Merchant: "m1", Upstream: "kustom-test", Password: bad})
		if err == nil || strings.Contains(err.Error(), bad) {
			t.Errorf("%.10q: %v", bad, err)
		}
	}
	if len(store.accounts) != 0 {
		t.Errorf("stored %v", store.accounts)
	}
}

// Real money never meets a playground; test money meets real money only where it
// is allowed by name, and no longer once that is taken back.
func TestEnvironments(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		live    bool
		name    string
		allowed bool
		refused string // part of the message
	}{
		{false, "klarna-eu-test", false, ""},
		{false, "klarna-eu", false, "this server is a playground"},
		{false, "klarna-eu", true, "this server is a playground"},
		{true, "kustom", false, ""},
		{true, "kustom-test", false, "--allow-test"},
		{true, "kustom-test", true, ""},
	} {
		what := fmt.Sprintf("live %v, %s, allowed %v", c.live, c.name, c.allowed)
		s, store := service(t, c.live)
		given := NewAccount{Merchant: "m1", Upstream: c.name, Password: password, Options: Options{TestAllowed: c.allowed}}
		err := s.Set(t.Context(), given)
		if (err == nil) != (c.refused == "") || err != nil && !strings.Contains(err.Error(), c.refused) {
			t.Errorf("%s: set: %v, want %q", what, err, c.refused)
		}
		// Stored it may have been by a server of another environment.
		a := Account{Merchant: "m1", Upstream: c.name, Label: DefaultLabel, Options: given.Options, KeyID: s.Key.ID()}
		a.Sealed = s.Key.Seal([]byte(password), placeOf(a)...)
		store.accounts = []Account{a}
		_, err = s.Logins(t.Context(), "m1", s.named(t, c.name))
		account, ok := errors.AsType[*hpp.AccountError](err)
		if ok != (c.refused != "") || ok && (!strings.Contains(account.Message, c.refused) || !strings.Contains(account.Message, s.named(t, c.name).Host())) {
			t.Errorf("%s: use: %v, want %q", what, err, c.refused)
		}
	}
}

func TestNoCredentials(t *testing.T) {
	t.Parallel()
	s, _ := service(t, true)
	_, err := s.Logins(t.Context(), "m1", s.named(t, "klarna-na"))
	if account, ok := errors.AsType[*hpp.AccountError](err); !ok || !strings.Contains(account.Message, "api-na.klarna.com") || !strings.Contains(account.Message, "openhpp merchant upstream set") {
		t.Errorf("%v", err)
	}
}

// The server's secret was changed: what the old one sealed is sealed anew, what
// neither opens is named and kept.
func TestReseal(t *testing.T) {
	t.Parallel()
	old, store := service(t, false)
	for _, label := range []string{"a", "b"} {
		if err := old.Set(t.Context(), NewAccount{Merchant: "m1", Upstream: "kustom-test", Label: label, Password: password + label}); err != nil {
			t.Fatal(err)
		}
	}
	lost := Account{Merchant: "m9", Upstream: "kustom-test", Label: "lost", Sealed: key("c").Seal([]byte("x"))}
	store.accounts = append(store.accounts, lost)
	now := &Service{Store: store, Directory: old.Directory, Key: key("b"), Now: old.Now}
	if err := now.Set(t.Context(), NewAccount{Merchant: "m1", Upstream: "kustom-test", Label: "c", Password: password + "c"}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []int64{2, 0} {
		done, err := now.Reseal(t.Context(), old.Key)
		if done != want || err == nil || !strings.Contains(err.Error(), "merchant m9, kustom-test, lost") {
			t.Errorf("%d sealed anew, %v; want %d", done, err, want)
		}
	}
	logins, err := now.Logins(t.Context(), "m1", now.named(t, "kustom-test"))
	if err != nil || len(logins) != 3 || logins[0].Password != password+"a" || logins[2].Password != password+"c" {
		t.Errorf("%d accounts, %v", len(logins), err)
	}
	if i := store.index("m9", "kustom-test", "lost"); !bytes.Equal(store.accounts[i].Sealed, lost.Sealed) {
		t.Error("what could not be opened was changed")
	}
}

// No form of an account shows its password.
func TestPasswordsAreNotPrinted(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"%v", "%+v", "%#v", "%s"} {
		if text := fmt.Sprintf(form, Login{Password: password}); strings.Contains(text, password) {
			t.Errorf("%s prints %s", form, text)
		}
	}
}
