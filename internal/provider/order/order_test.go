package order_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/provider/order"
)

// epoch is when every test begins.
var epoch = time.Date(2026, 11, 23, 9, 48, 16, 680_000_000, time.UTC)

// The states of docs/spec/provider.md G.3, by what an order went through and when.
func TestOrderStatus(t *testing.T) {
	before, end := epoch, epoch.AddDate(0, 0, 28)
	whole, part := []order.Capture{{Amount: 60}, {Amount: 40}}, []order.Capture{{Amount: 99}}
	for _, c := range []struct {
		name      string
		cancelled bool
		captures  []order.Capture
		at        time.Time
		want      order.OrderStatus
	}{
		{"placed", false, nil, before, order.Authorized},
		{"a moment before the end", false, nil, end.Add(-time.Millisecond), order.Authorized},
		{"at the end", false, nil, end, order.Expired},
		{"in part", false, part, before, order.PartCaptured},
		{"in part, over", false, part, end, order.PartCaptured},
		{"whole", false, whole, before, order.Captured},
		{"whole, over", false, whole, end, order.Captured},
		{"cancelled", true, nil, before, order.Cancelled},
		{"cancelled, over", true, nil, end, order.Cancelled},
	} {
		o := order.Order{Amount: 100, Cancelled: c.cancelled, Captures: c.captures, ExpiresAt: end}
		if got := o.Status(c.at); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	// An order of nothing is not captured by nothing.
	if got := (order.Order{ExpiresAt: end}).Status(before); got != order.Authorized {
		t.Errorf("zero amount: %s", got)
	}
}

// References are for people: eight signs that nobody confuses, never the same.
func TestReferences(t *testing.T) {
	form, seen := regexp.MustCompile(`^[2-9A-HJ-NP-Z]{8}$`), map[string]bool{}
	for range 50 {
		reference := order.NewReference()
		if !form.MatchString(reference) || seen[reference] {
			t.Errorf("%q after %v", reference, seen)
		}
		seen[reference] = true
	}
}
