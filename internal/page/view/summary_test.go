package view

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

func TestSummary(t *testing.T) {
	p := ForPay(visited(hpp.PagePay, hpp.Waiting), here).Pay
	if p.Phone == nil || p.Phone.Image != "/eu/hpp/payments/t/code" {
		t.Errorf("no way to a phone: %+v", p.Phone)
	}
	want := Summary{
		Label: "To pay", Amount: "2\u00a0500,00\u00a0kr",
		Cart: &Cart{
			Count: "2 items",
			Lines: []Line{{Quantity: "2\u00a0pcs", Name: "Lamp", Amount: "2\u00a0500,00\u00a0kr"}},
			Totals: []Total{
				{Label: "Total", Amount: "2\u00a0500,00\u00a0kr", Kind: TotalWhole},
				{Label: "Tax included", Amount: "500,00\u00a0kr", Kind: TotalIncluded},
			},
		},
	}
	if diff := cmp.Diff(want, p.Summary); diff != "" {
		t.Error(diff)
	}
}

func TestLongAmountsGetSmallerFigures(t *testing.T) {
	for minor, want := range map[int64]bool{100: false, 1249900: false, 12345678900: true, 1 << 60: true} {
		v := visited(hpp.PagePay, hpp.Waiting)
		v.Purchase.Amount = minor
		if s := ForPay(v, here).Pay.Summary; s.Long != want {
			t.Errorf("%s: %t, want %t", s.Amount, s.Long, want)
		}
	}
}
