package storetest

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchant"
)

// Merchants checks a store of merchants.
func (s Suite) Merchants(t *testing.T) {
	open := func(t *testing.T) merchant.Store { return s.open(t).Merchants() }
	for name, check := range map[string]func(*testing.T, merchant.Store){
		"insert and read":        merchantRead,
		"insert is whole":        merchantWhole,
		"unknown":                merchantUnknown,
		"list":                   merchantList,
		"rotate":                 merchantRotate,
		"rotate together":        merchantRotateTogether,
		"rotate with overlap":    merchantOverlap,
		"rotate when disabled":   merchantRotateDisabled,
		"disable":                merchantDisable,
		"close sales":            merchantCloseSales,
		"callback secret":        merchantWebhook,
		"callback secrets end":   merchantWebhookEnds,
		"odd text is only text":  merchantOddText,
		"names match by letters": merchantExact,
	} {
		t.Run(name, func(t *testing.T) { check(t, open(t)) })
	}
}

func accountOf(id string) merchant.Account {
	return merchant.Account{ID: hpp.MerchantID(id), Name: "Lamps & Co", WebhookVersion: 1, CreatedAt: epoch}
}

func credentialOf(id, username string, at time.Time) merchant.Credential {
	return merchant.Credential{Username: username, Merchant: hpp.MerchantID(id), PasswordHash: hash(username), CreatedAt: at}
}

// addMerchant stores account id with the user name "u-" + id.
func addMerchant(t *testing.T, store merchant.Store, id string) {
	t.Helper()
	if err := store.Insert(t.Context(), accountOf(id), credentialOf(id, "u-"+id, epoch)); err != nil {
		t.Fatal(err)
	}
}

func merchantRead(t *testing.T, store merchant.Store) {
	addMerchant(t, store, "m1")
	wantAccount, wantCredential := accountOf("m1"), credentialOf("m1", "u-m1", epoch)
	wantAccount.Logins = []merchant.Login{{Username: "u-m1"}}
	a, err := store.Account(t.Context(), "m1")
	if diff := cmp.Diff(wantAccount, a); diff != "" || err != nil {
		t.Errorf("account: %v\n%s", err, diff)
	}
	c, a, err := store.Credential(t.Context(), "u-m1")
	if diff := cmp.Diff(wantCredential, c); diff != "" || err != nil {
		t.Errorf("credential: %v\n%s", err, diff)
	}
	if diff := cmp.Diff(wantAccount, a); diff != "" {
		t.Errorf("account of the credential:\n%s", diff)
	}
}

// An account whose credential cannot be stored must not be stored either.
func merchantWhole(t *testing.T, store merchant.Store) {
	addMerchant(t, store, "m1")
	if err := store.Insert(t.Context(), accountOf("m2"), credentialOf("m2", "u-m1", epoch)); !errors.Is(err, merchant.ErrTaken) {
		t.Errorf("two merchants share a user name: %v", err)
	}
	if _, err := store.Account(t.Context(), "m2"); !errors.Is(err, merchant.ErrUnknown) {
		t.Errorf("half a merchant was stored: %v", err)
	}
	if err := store.Insert(t.Context(), accountOf("m1"), credentialOf("m1", "u-new", epoch)); !errors.Is(err, merchant.ErrTaken) {
		t.Errorf("two merchants share an id: %v", err)
	}
	if _, _, err := store.Credential(t.Context(), "u-new"); !errors.Is(err, merchant.ErrUnknown) {
		t.Errorf("the credential stayed: %v", err)
	}
}

func merchantUnknown(t *testing.T, store merchant.Store) {
	ctx := t.Context()
	addMerchant(t, store, "m1")
	for _, id := range []hpp.MerchantID{"", "m2", "M1", "m1 "} {
		_, accountErr := store.Account(ctx, id)
		_, webhookErr := store.RotateWebhook(ctx, id, epoch, epoch)
		for name, err := range map[string]error{
			"account": accountErr,
			"webhook": webhookErr,
			"rotate":  store.Rotate(ctx, credentialOf(string(id), "u-x", epoch), epoch),
			"sales":   store.CloseSales(ctx, id, epoch),
			"disable": store.Disable(ctx, id, epoch),
			"enable":  store.Enable(ctx, id),
		} {
			if !errors.Is(err, merchant.ErrUnknown) {
				t.Errorf("%s of %q: %v, want ErrUnknown", name, id, err)
			}
		}
	}
	if _, _, err := store.Credential(ctx, "u-x"); !errors.Is(err, merchant.ErrUnknown) {
		t.Errorf("a refused rotation left a credential: %v", err)
	}
}

func merchantList(t *testing.T, store merchant.Store) {
	if list, err := store.Accounts(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("a new store has %v, %v", list, err)
	}
	late := accountOf("a-late")
	late.CreatedAt = epoch.Add(time.Millisecond)
	if err := store.Insert(t.Context(), late, credentialOf("a-late", "u-late", epoch)); err != nil {
		t.Fatal(err)
	}
	addMerchant(t, store, "m2")
	addMerchant(t, store, "m1")
	list, err := store.Accounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []hpp.MerchantID
	for _, a := range list {
		got = append(got, a.ID)
		if len(a.Logins) != 1 {
			t.Errorf("%s has the credentials %v", a.ID, a.Logins)
		}
	}
	if diff := cmp.Diff([]hpp.MerchantID{"m1", "m2", "a-late"}, got); diff != "" {
		t.Errorf("not oldest first:\n%s", diff)
	}
}

func merchantRotate(t *testing.T, store merchant.Store) {
	ctx := t.Context()
	addMerchant(t, store, "m1")
	addMerchant(t, store, "m2")
	later := epoch.Add(time.Hour)
	if err := store.Rotate(ctx, credentialOf("m1", "u-new", later), later); err != nil {
		t.Fatal(err)
	}
	old, account, err := store.Credential(ctx, "u-m1")
	if err != nil || !old.EndsAt.Equal(later) || len(account.InUse(later)) != 0 {
		t.Errorf("the old credential: %+v %v %v", old, account.Logins, err)
	}
	if fresh, _, err := store.Credential(ctx, "u-new"); err != nil || !fresh.EndsAt.IsZero() {
		t.Errorf("the new credential: %+v %v", fresh, err)
	}
	if other, _, err := store.Credential(ctx, "u-m2"); err != nil || !other.EndsAt.IsZero() {
		t.Errorf("another merchant's credential: %+v %v", other, err)
	}
	if err := store.Rotate(ctx, credentialOf("m1", "u-m2", later), later); err == nil {
		t.Error("a rotation took another merchant's user name")
	}
	if fresh, _, err := store.Credential(ctx, "u-new"); err != nil || !fresh.EndsAt.IsZero() {
		t.Errorf("a failed rotation revoked something: %+v %v", fresh, err)
	}
}

func merchantRotateTogether(t *testing.T, store merchant.Store) {
	addMerchant(t, store, "m1")
	var wg sync.WaitGroup
	for _, username := range []string{"a", "b", "c", "d"} {
		wg.Go(func() {
			if err := store.Rotate(t.Context(), credentialOf("m1", username, epoch), epoch); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	account, err := store.Account(t.Context(), "m1")
	if used := account.InUse(epoch); err != nil || len(used) != 1 {
		t.Errorf("after four rotations at once %v are in use, %v; want one", used, err)
	}
}

func merchantOddText(t *testing.T, store merchant.Store) {
	for _, odd := range []string{"'; DROP TABLE merchants; --", "%", "_", "\x00", "å ä ö", `\`, `"`} {
		if _, _, err := store.Credential(t.Context(), odd); !errors.Is(err, merchant.ErrUnknown) {
			t.Errorf("user name %q: %v", odd, err)
		}
	}
	a := accountOf("m1")
	a.Name = "Åse's \"Lamps\"; -- 🪔"
	if err := store.Insert(t.Context(), a, credentialOf("m1", "u", epoch)); err != nil {
		t.Fatal(err)
	}
	if got, err := store.Account(t.Context(), "m1"); err != nil || got.Name != a.Name {
		t.Errorf("name came back as %q, %v", got.Name, err)
	}
}

func merchantExact(t *testing.T, store merchant.Store) {
	addMerchant(t, store, "m1")
	for _, username := range []string{"U-M1", "u-m1 ", " u-m1", "u-m1\x00", ""} {
		if _, _, err := store.Credential(t.Context(), username); !errors.Is(err, merchant.ErrUnknown) {
			t.Errorf("%q is taken for u-m1: %v", username, err)
		}
	}
}
