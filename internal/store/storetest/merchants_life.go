package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/merchant"
)

// A rotation never puts off an end that was promised before.
func merchantOverlap(t *testing.T, store merchant.Store) {
	ctx := t.Context()
	addMerchant(t, store, "m1")
	first, second := epoch.Add(time.Hour), epoch.Add(2*time.Hour)
	if err := store.Rotate(ctx, credentialOf("m1", "u-2", epoch.Add(time.Minute)), first); err != nil {
		t.Fatal(err)
	}
	if err := store.Rotate(ctx, credentialOf("m1", "u-3", epoch.Add(2*time.Minute)), second); err != nil {
		t.Fatal(err)
	}
	want := []merchant.Login{{Username: "u-m1", EndsAt: first}, {Username: "u-2", EndsAt: second}, {Username: "u-3"}}
	one, err := store.Account(ctx, "m1")
	if diff := cmp.Diff(want, one.Logins); diff != "" || err != nil {
		t.Errorf("credentials of the account, %v, -want +got:\n%s", err, diff)
	}
	all, err := store.Accounts(ctx)
	if err != nil || len(all) != 1 {
		t.Fatalf("%d accounts, %v", len(all), err)
	}
	if diff := cmp.Diff(want, all[0].Logins); diff != "" {
		t.Errorf("credentials in the list, -want +got:\n%s", diff)
	}
	if err := store.Rotate(ctx, credentialOf("m1", "u-4", epoch.Add(3*time.Minute)), epoch.Add(3*time.Minute)); err != nil {
		t.Fatal(err)
	}
	one, err = store.Account(ctx, "m1")
	if used := one.InUse(epoch.Add(3 * time.Minute)); err != nil || len(used) != 1 || used[0].Username != "u-4" {
		t.Errorf("after a rotation without overlap %v are in use, %v", used, err)
	}
}

func merchantRotateDisabled(t *testing.T, store merchant.Store) {
	ctx := t.Context()
	addMerchant(t, store, "m1")
	addMerchant(t, store, "m2")
	if err := errors.Join(store.CloseSales(ctx, "m1", epoch), store.Disable(ctx, "m2", epoch)); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"m1", "m2"} {
		if err := store.Rotate(ctx, credentialOf(id, "u-new", epoch), epoch); !errors.Is(err, merchant.ErrDisabled) {
			t.Errorf("%s: %v, want ErrDisabled", id, err)
		}
		if old, _, err := store.Credential(ctx, "u-"+id); err != nil || !old.EndsAt.IsZero() {
			t.Errorf("a refused rotation ended the credential: %+v %v", old, err)
		}
	}
	if _, _, err := store.Credential(ctx, "u-new"); !errors.Is(err, merchant.ErrUnknown) {
		t.Errorf("a refused rotation left a credential: %v", err)
	}
}

func merchantDisable(t *testing.T, store merchant.Store) {
	ctx := t.Context()
	addMerchant(t, store, "m1")
	addMerchant(t, store, "m2")
	for _, at := range []time.Time{epoch.Add(time.Hour), epoch.Add(2 * time.Hour)} {
		if err := store.Disable(ctx, "m1", at); err != nil {
			t.Fatal(err)
		}
	}
	_, account, err := store.Credential(ctx, "u-m1")
	if err != nil || !account.DisabledAt.Equal(epoch.Add(time.Hour)) || account.Sells() {
		t.Errorf("disabled at %v, %v; want the first time", account.DisabledAt, err)
	}
	if other, err := store.Account(ctx, "m2"); err != nil || other.Disabled() || !other.Sells() {
		t.Errorf("another merchant is disabled: %+v %v", other, err)
	}
	if err := store.Enable(ctx, "m1"); err != nil {
		t.Fatal(err)
	}
	if again, err := store.Account(ctx, "m1"); err != nil || again.Disabled() || !again.Sells() {
		t.Errorf("enabled again: %+v %v", again, err)
	}
}

func merchantCloseSales(t *testing.T, store merchant.Store) {
	ctx := t.Context()
	addMerchant(t, store, "m1")
	addMerchant(t, store, "m2")
	for _, at := range []time.Time{epoch.Add(time.Hour), epoch.Add(2 * time.Hour)} {
		if err := store.CloseSales(ctx, "m1", at); err != nil {
			t.Fatal(err)
		}
	}
	_, account, err := store.Credential(ctx, "u-m1")
	if err != nil || !account.SalesClosedAt.Equal(epoch.Add(time.Hour)) || account.Disabled() || account.Sells() {
		t.Errorf("closed: %+v, %v; want the first time, and only the sales", account, err)
	}
	all, err := store.Accounts(ctx)
	if err != nil || all[0].Sells() || !all[1].Sells() {
		t.Errorf("list %+v, %v", all, err)
	}
	if err := store.Enable(ctx, "m1"); err != nil {
		t.Fatal(err)
	}
	if again, err := store.Account(ctx, "m1"); err != nil || !again.Sells() {
		t.Errorf("enabled again: %+v %v", again, err)
	}
}

func merchantWebhook(t *testing.T, store merchant.Store) {
	addMerchant(t, store, "m1")
	addMerchant(t, store, "m2")
	for want := int64(2); want <= 3; want++ {
		if a, err := store.RotateWebhook(t.Context(), "m1", epoch, epoch); err != nil || a.WebhookVersion != want {
			t.Errorf("version %d, %v; want %d", a.WebhookVersion, err, want)
		}
	}
	if other, err := store.Account(t.Context(), "m2"); err != nil || other.WebhookVersion != 1 || len(other.OlderWebhooks) != 0 {
		t.Errorf("another merchant's version: %d %v", other.WebhookVersion, err)
	}
}

// Former secrets sign until their end, which no later rotation puts off.
func merchantWebhookEnds(t *testing.T, store merchant.Store) {
	addMerchant(t, store, "m1")
	hour := func(n int) time.Time { return epoch.Add(time.Duration(n) * time.Hour) }
	for i, c := range []struct {
		now, end time.Time
		want     []merchant.OlderWebhook
	}{
		{hour(0), hour(24), []merchant.OlderWebhook{{Version: 1, EndsAt: hour(24)}}},
		{hour(1), hour(25), []merchant.OlderWebhook{{Version: 1, EndsAt: hour(24)}, {Version: 2, EndsAt: hour(25)}}},
		{hour(24), hour(48), []merchant.OlderWebhook{{Version: 2, EndsAt: hour(25)}, {Version: 3, EndsAt: hour(48)}}},
		{hour(24), hour(24), nil},
	} {
		answered, err := store.RotateWebhook(t.Context(), "m1", c.now, c.end)
		if diff := cmp.Diff(c.want, answered.OlderWebhooks); diff != "" || err != nil {
			t.Errorf("rotation %d, %v, -want +got:\n%s", i+1, err, diff)
		}
		stored, err := store.Account(t.Context(), "m1")
		if diff := cmp.Diff(answered, stored); diff != "" || err != nil {
			t.Errorf("rotation %d, %v, answered and stored differ:\n%s", i+1, err, diff)
		}
	}
}
