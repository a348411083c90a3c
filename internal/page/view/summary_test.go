package view

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

func TestSummary(t *testing.T) {
	got := ForPay(visited(hpp.PagePay, hpp.Waiting), here).Pay.Summary
	if got.Phone == nil || got.Phone.Image != "/eu/hpp/payments/t/code" {
		t.Errorf("no way to a phone: %+v", got.Phone)
	}
	got.Phone = nil
	want := Summary{
		Label: "To pay", Amount: "2\u00a0500,00\u00a0kr", Count: "1 item", Open: true,
		Lines:  []Line{{"2\u00a0pcs", "Lamp", "2\u00a0500,00\u00a0kr"}},
		Totals: []Total{{"Tax included", "500,00\u00a0kr"}, {"Total", "2\u00a0500,00\u00a0kr"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSubtotalCanBeHidden(t *testing.T) {
	v := visited(hpp.PagePay, hpp.Waiting)
	v.Session.Options.HideSubtotal = true
	got := ForPay(v, here).Pay.Summary
	if got.Lines != nil || got.Totals != nil || got.Amount == "" {
		t.Errorf("%+v", got)
	}
}

func TestLongPurchases(t *testing.T) {
	v := visited(hpp.PagePay, hpp.Waiting)
	v.Purchase.Lines = make([]hpp.Line, 1000)
	got := ForPay(v, here).Pay.Summary
	if len(got.Lines) != maxLines || got.More != "and 960 more items" || got.Count != "1000 items" || got.Open {
		t.Errorf("%d lines, %q, %q, open %t", len(got.Lines), got.More, got.Count, got.Open)
	}
}

func TestNoTaxNoRow(t *testing.T) {
	v := visited(hpp.PagePay, hpp.Waiting)
	v.Purchase.Tax = 0
	if got := ForPay(v, here).Pay.Summary.Totals; len(got) != 1 {
		t.Errorf("%+v", got)
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
