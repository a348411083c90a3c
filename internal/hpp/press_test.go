package hpp_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

// counted is a provider, and a store, that counts what is asked of either.
type counted struct {
	*provider
	hpp.Store
	calls map[string]int
}

func (c counted) ByHost(string) (string, hpp.Provider, bool) { return "builtin", c, true }
func (c counted) ByName(string) (hpp.Provider, bool)         { return c, true }

func (c counted) Read(ctx context.Context, m hpp.MerchantID, ref hpp.PaymentRef) (hpp.PaymentSession, error) {
	c.calls["provider Read"]++
	return c.provider.Read(ctx, m, ref)
}

func (c counted) Authorize(ctx context.Context, m hpp.MerchantID, ref hpp.PaymentRef, a hpp.Authorization) (hpp.Verdict, error) {
	c.calls["provider Authorize"]++
	return c.provider.Authorize(ctx, m, ref, a)
}

func (c counted) PlaceOrder(ctx context.Context, m hpp.MerchantID, ref hpp.PaymentRef, token string, body []byte) (hpp.Order, error) {
	c.calls["provider PlaceOrder"]++
	return c.provider.PlaceOrder(ctx, m, ref, token, body)
}

func (c counted) Capture(ctx context.Context, m hpp.MerchantID, ref hpp.PaymentRef, order string, amount int64, key string) error {
	c.calls["provider Capture"]++
	return c.provider.Capture(ctx, m, ref, order, amount, key)
}

func (c counted) Find(ctx context.Context, id hpp.SessionID) (hpp.Session, error) {
	c.calls["store Find"]++
	return c.Store.Find(ctx, id)
}

func (c counted) FindByLink(ctx context.Context, hash []byte) (hpp.Session, error) {
	c.calls["store FindByLink"]++
	return c.Store.FindByLink(ctx, hash)
}

func (c counted) Update(ctx context.Context, id hpp.SessionID, change func(*hpp.Session) (hpp.Change, error)) (hpp.Session, error) {
	c.calls["store Update"]++
	return c.Store.Update(ctx, id, change)
}

// One press of the pay button reads the session and its provider once, up to the
// view that answers it.
func TestOnePressAsksOnce(t *testing.T) {
	w := newWorld(t)
	_, link := w.make(func(r *hpp.SessionRequest) { r.PlaceOrderMode = string(hpp.CaptureOrder) })
	form := w.open(link)
	c := counted{w.provider, w.SessionService.Store, map[string]int{}}
	w.Providers, w.SessionService.Store = c, c
	view, err := w.Open(t.Context(), link, mine)
	if err != nil {
		t.Fatal(err)
	}
	view, err = w.SessionService.Pay(t.Context(), view, hpp.PayForm{Category: form.Selected, Payer: hpp.Payer{Email: "a@b.test"}, Revision: form.Revision})
	if err != nil || view.State != hpp.PageCompleted || view.Session.Result.OrderID != "order-1" {
		t.Fatalf("%v, the page shows %s", err, view.State)
	}
	want := map[string]int{
		"provider Read": 1, "provider Authorize": 1, "provider PlaceOrder": 1, "provider Capture": 1,
		"store FindByLink": 1, "store Update": 3,
	}
	if diff := cmp.Diff(want, c.calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}

// A service that lacks something says what, before it serves anybody.
func TestServicesNameWhatTheyLack(t *testing.T) {
	w := newWorld(t)
	w.Freeze, w.Wake, w.Links = nil, nil, hpp.Links{}
	w.DistributionService.Contacts = nil
	w.ProfileService.Store = nil
	for want, service := range map[string]interface{ Check() error }{
		"hpp: SessionService is incomplete: set Links, Freeze, Wake": w.SessionService,
		"hpp: DistributionService is incomplete: set Contacts":       w.DistributionService,
		"hpp: ProfileService is incomplete: set Store":               w.ProfileService,
	} {
		if err := service.Check(); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
