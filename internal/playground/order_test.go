package playground_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/playground"
)

// The states of provider.md G.3, by what an order went through and when.
func TestOrderStatus(t *testing.T) {
	before, end := epoch, epoch.AddDate(0, 0, 28)
	whole, part := []playground.Capture{{Amount: 60}, {Amount: 40}}, []playground.Capture{{Amount: 99}}
	for _, c := range []struct {
		name      string
		cancelled bool
		captures  []playground.Capture
		at        time.Time
		want      playground.OrderStatus
	}{
		{"placed", false, nil, before, playground.Authorized},
		{"a moment before the end", false, nil, end.Add(-time.Millisecond), playground.Authorized},
		{"at the end", false, nil, end, playground.Expired},
		{"in part", false, part, before, playground.PartCaptured},
		{"in part, over", false, part, end, playground.PartCaptured},
		{"whole", false, whole, before, playground.Captured},
		{"whole, over", false, whole, end, playground.Captured},
		{"cancelled", true, nil, before, playground.Cancelled},
		{"cancelled, over", true, nil, end, playground.Cancelled},
	} {
		o := playground.Order{Amount: 100, Cancelled: c.cancelled, Captures: c.captures, ExpiresAt: end}
		if got := o.Status(c.at); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	// An order of nothing is not captured by nothing.
	if got := (playground.Order{ExpiresAt: end}).Status(before); got != playground.Authorized {
		t.Errorf("zero amount: %s", got)
	}
}

// References are for people: eight signs that nobody confuses, never the same.
func TestReferences(t *testing.T) {
	p := newProvider(t)
	form, seen := regexp.MustCompile(`^[2-9A-HJ-NP-Z]{8}$`), map[string]bool{}
	for range 5 {
		var order tree
		p.must(200, "GET", "/ordermanagement/v1/orders/"+p.order(), nil).into(t, &order)
		reference, _ := order["klarna_reference"].(string)
		if !form.MatchString(reference) || seen[reference] {
			t.Errorf("%q after %v", reference, seen)
		}
		seen[reference] = true
	}
}
