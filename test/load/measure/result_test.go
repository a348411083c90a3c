package measure

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestPercentile(t *testing.T) {
	hundred := make([]time.Duration, 100)
	for i := range hundred {
		hundred[i] = time.Duration(i + 1)
	}
	for _, c := range []struct {
		name   string
		sorted []time.Duration
		p      int
		want   time.Duration
	}{
		{"of nothing", nil, 50, 0},
		{"of one", []time.Duration{7}, 99, 7},
		{"the middle of two is the lower", []time.Duration{1, 9}, 50, 1},
		{"the top of two", []time.Duration{1, 9}, 99, 9},
		{"of three", []time.Duration{1, 5, 9}, 50, 5},
		{"50 of a hundred", hundred, 50, 50},
		{"99 of a hundred", hundred, 99, 99},
		{"100 of a hundred", hundred, 100, 100},
		{"0 of a hundred", hundred, 0, 1},
		{"99 of fifty", hundred[:50], 99, 50},
	} {
		if got := percentile(c.sorted, c.p); got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
	}
}

func TestOfSorts(t *testing.T) {
	got := Of(3, 2*time.Second, []time.Duration{9, 1, 5, 3})
	if diff := cmp.Diff(Result{Clients: 3, Count: 4, Rate: 2, P50: 3, P99: 9}, got, cmpopts.IgnoreUnexported(Result{})); diff != "" {
		t.Error(diff)
	}
	if got := Of(1, 0, []time.Duration{1}); got.Rate != 0 {
		t.Errorf("a rate of no time is %v", got.Rate)
	}
}

// Rounds together are what one long measurement would have been.
func TestAnd(t *testing.T) {
	var got Result
	for _, r := range []Result{
		Of(4, time.Second, []time.Duration{5, 1}), Of(4, 3*time.Second, []time.Duration{9, 2, 3, 4, 6, 7}),
	} {
		got = got.And(r)
	}
	want := Of(4, 4*time.Second, []time.Duration{1, 2, 3, 4, 5, 6, 7, 9})
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(Result{})); diff != "" || got.Rate != 2 {
		t.Error(diff)
	}
}
