package view

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

func completed(change func(*hpp.PageView)) *Outcome {
	v := visited(hpp.PageCompleted, hpp.Completed)
	v.Session.Chosen, v.Session.Result = hpp.PayLater, hpp.Result{OrderID: "f3392f8b-6116-4073-ab96-e330819e2c07", Reference: "K4MZ9T2W"}
	if change != nil {
		change(&v)
	}
	return ForOutcome(v, here).Outcome
}

func TestReceipt(t *testing.T) {
	o := completed(nil)
	want := &Receipt{
		Heading: "Your purchase", Print: "Print", Lines: []Line{{Quantity: "2\u00a0pcs", Name: "Lamp", Amount: "2\u00a0500,00\u00a0kr"}},
		Totals: []Total{{Label: "Total", Amount: "2\u00a0500,00\u00a0kr", Kind: TotalWhole}, {Label: "Tax included", Amount: "500,00\u00a0kr", Kind: TotalIncluded}},
	}
	if diff := cmp.Diff(want, o.Receipt); diff != "" {
		t.Error(diff)
	}
	facts := []Fact{{"Amount", "2\u00a0500,00\u00a0kr"}, {"Payment method", "Pay later"}, {"Order number", "K4MZ9T2W"}}
	if diff := cmp.Diff(facts, o.Facts); diff != "" {
		t.Error(diff)
	}
	if o.Time == nil || o.Time.Text != "24 November 2026, 15:05 CET" || o.Reference != "7KQ2MX9R4T" {
		t.Errorf("time %+v, reference %q", o.Time, o.Reference)
	}
}

// A receipt says no more than is known, and no more than the merchant wants.
func TestReceiptLeavesOut(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*hpp.PageView)
		check  func(*Outcome) bool
	}{
		"no order yet": {
			func(v *hpp.PageView) { v.Session.Result = hpp.Result{AuthorizationToken: "secret"} },
			func(o *Outcome) bool { return len(o.Facts) == 2 },
		},
		"an order without a short word for it": {
			func(v *hpp.PageView) { v.Session.Result.Reference = "" },
			func(o *Outcome) bool { return o.Facts[2].Text == "f3392f8b-6116-4073-ab96-e330819e2c07" },
		},
		"paid elsewhere": {
			func(v *hpp.PageView) { v.Session.Result = hpp.Result{CompletedElsewhere: true} },
			func(o *Outcome) bool { return len(o.Facts) == 1 && o.Receipt != nil },
		},
		"lines are hidden": {
			func(v *hpp.PageView) { v.Session.Options.HideSubtotal = true },
			func(o *Outcome) bool { return len(o.Receipt.Lines) == 0 && len(o.Receipt.Totals) == 2 },
		},
		"hundreds of lines": {
			func(v *hpp.PageView) {
				v.Purchase.Lines = nil
				for i := range 300 {
					v.Purchase.Lines = append(v.Purchase.Lines, hpp.Line{Name: fmt.Sprint(i), Total: 1})
				}
			},
			func(o *Outcome) bool {
				return len(o.Receipt.Lines) == maxLines && o.Receipt.More == "and 260 more items" && o.Receipt.Many
			},
		},
		"a category of the provider's own": {
			func(v *hpp.PageView) { v.Session.Chosen = "CARD_ON_FILE" },
			func(o *Outcome) bool { return o.Facts[1].Text == "CARD ON FILE" },
		},
	} {
		if o := completed(c.change); !c.check(o) {
			t.Errorf("%s: %+v, %+v", name, o.Facts, o.Receipt)
		}
	}
	if o := ForOutcome(visited(hpp.PageFailed, hpp.Failed), here).Outcome; o.Receipt != nil || len(o.Facts) != 1 {
		t.Errorf("a receipt of nothing: %+v", o)
	}
}
