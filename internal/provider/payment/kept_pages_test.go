package payment

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

// one is a store of one session, which counts how often it is read whole.
type one struct {
	Store

	session Session
	whole   int
}

func (o *one) SessionSince(_ context.Context, merchant hpp.MerchantID, id string, version int64) (Session, bool, error) {
	switch {
	case merchant != o.session.Merchant || id != o.session.ID:
		return Session{}, false, endpoint.ErrNotFound
	case version == o.session.Version:
		return Session{}, false, nil
	}
	o.whole++
	return o.session, true, nil
}

func newOne(now *time.Time) (*one, *Service) {
	store := &one{session: Session{
		ID: "a", Merchant: "m1", Version: 1, ExpiresAt: now.Add(time.Hour),
		Purchase: purchase.Purchase{
			PurchaseCountry: "SE", PurchaseCurrency: "SEK", Locale: "sv-SE", OrderAmount: 100,
			OrderLines: []purchase.OrderLine{{Name: "Lamp", Quantity: 1, TotalAmount: 100}},
		},
	}}
	return store, &Service{Store: store, Now: func() time.Time { return *now }}
}

// A page is made once for each version, and is what the session says now.
func TestAPageIsKeptUntilItsSessionChanges(t *testing.T) {
	now := time.UnixMilli(1_700_000_000_000).UTC()
	store, service := newOne(&now)
	read := func() hpp.PaymentSession {
		t.Helper()
		page, err := service.ReadForPage(t.Context(), "m1", "a")
		if err != nil {
			t.Fatal(err)
		}
		return page
	}
	first := read()
	first.Purchase.Lines[0].Name, first.Methods[0].Name = "changed", "changed" // by its reader
	if diff := cmp.Diff(pageOf(store.session), read()); diff != "" || store.whole != 1 {
		t.Errorf("read whole %d times, want once (-session +page):\n%s", store.whole, diff)
	}
	store.session.Version, store.session.Purchase.OrderAmount = 2, 250
	if page := read(); page.Purchase.Amount != 250 || store.whole != 2 {
		t.Errorf("after a change: %d, read whole %d times", page.Purchase.Amount, store.whole)
	}
	if _, err := service.ReadForPage(t.Context(), "m2", "a"); !errors.Is(err, ErrNoSession) {
		t.Errorf("another merchant's read: %v", err)
	}
	now = now.Add(time.Hour)
	if _, err := service.ReadForPage(t.Context(), "m1", "a"); !errors.Is(err, ErrNoSession) {
		t.Errorf("after its end: %v", err)
	}
	store.session.Version, store.session.Placed = 3, &Placed{}
	if page := read(); page.State != hpp.PaymentComplete || store.whole != 3 {
		t.Errorf("complete, after its end: %s, read whole %d times", page.State, store.whole)
	}
	if read(); store.whole != 3 {
		t.Errorf("complete, again: read whole %d times", store.whole)
	}
}

func TestKeptPagesAreFew(t *testing.T) {
	var kept keptPages
	for i := range 3 * mostPages {
		kept.keep(Session{ID: fmt.Sprint(i), Version: 1})
		kept.find("0") // what is read again and again stays
	}
	if n := len(kept.newer) + len(kept.rest); n > 2*mostPages {
		t.Errorf("%d pages are kept, want at most %d", n, 2*mostPages)
	}
	if kept.find("0").version != 1 || kept.find("1").version != 0 {
		t.Error("the page read most is gone, or the one read longest ago is not")
	}
}
