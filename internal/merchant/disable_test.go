package merchant

import (
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

func TestDisable(t *testing.T) {
	s, store := newService()
	lamps, chairs := create(t, s, "Lamps"), create(t, s, "Chairs")
	if err := s.Disable(t.Context(), lamps.MerchantID); err != nil {
		t.Fatal(err)
	}
	verifies(t, s, lamps, ErrRefused)
	verifies(t, s, chairs, nil)
	sells(t, s, map[hpp.MerchantID]bool{lamps.MerchantID: false, chairs.MerchantID: true})
	list, err := s.List(t.Context())
	if err != nil || !list[0].Disabled() || list[1].Disabled() || len(list) != len(store.accounts) {
		t.Errorf("list %+v, %v", list, err)
	}
	if err := s.Enable(t.Context(), lamps.MerchantID); err != nil {
		t.Fatal(err)
	}
	verifies(t, s, lamps, nil)
	sells(t, s, map[hpp.MerchantID]bool{lamps.MerchantID: true})
}

// Whoever sells no more still captures and refunds.
func TestCloseSales(t *testing.T) {
	s, _ := newService()
	lamps, chairs := create(t, s, "Lamps"), create(t, s, "Chairs")
	if err := s.CloseSales(t.Context(), lamps.MerchantID); err != nil {
		t.Fatal(err)
	}
	verifies(t, s, lamps, nil)
	sells(t, s, map[hpp.MerchantID]bool{lamps.MerchantID: false, chairs.MerchantID: true})
	if err := s.Enable(t.Context(), lamps.MerchantID); err != nil {
		t.Fatal(err)
	}
	sells(t, s, map[hpp.MerchantID]bool{lamps.MerchantID: true})
}

func sells(t *testing.T, s *Service, want map[hpp.MerchantID]bool) {
	t.Helper()
	for id, want := range want {
		if got, err := s.Selling(t.Context(), id); err != nil || got != want {
			t.Errorf("selling is %v, %v, want %v", got, err, want)
		}
	}
}
