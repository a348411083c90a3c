package fsck

import (
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

// A step is legal exactly where the status table has a command for it.
func TestEveryStep(t *testing.T) {
	for _, from := range hpp.Statuses {
		for _, to := range hpp.Statuses {
			want := false
			for _, command := range hpp.Commands {
				reached, ok := from.Next(command)
				want = want || ok && reached == to
			}
			if got := isLegal(from, to); got != want {
				t.Errorf("%s to %s: %v", from, to, got)
			}
		}
	}
}

func TestPaths(t *testing.T) {
	for name, c := range map[string]struct {
		statuses []hpp.Status
		status   hpp.Status
		faults   int
	}{
		"nothing happened":     {nil, hpp.Waiting, 0},
		"back and forth":       {[]hpp.Status{hpp.InProgress, hpp.Back, hpp.InProgress, hpp.Failed, hpp.InProgress, hpp.Errored, hpp.Cancelled}, hpp.Cancelled, 0},
		"paid elsewhere":       {[]hpp.Status{hpp.Completed}, hpp.Completed, 0},
		"skipped":              {[]hpp.Status{hpp.Failed}, hpp.Failed, 1},
		"after the last":       {[]hpp.Status{hpp.Disabled, hpp.InProgress}, hpp.InProgress, 1},
		"not the last's":       {[]hpp.Status{hpp.InProgress}, hpp.Waiting, 1},
		"events of none":       {nil, hpp.Completed, 1},
		"three things at once": {[]hpp.Status{hpp.Back, hpp.Completed, hpp.Back}, hpp.Waiting, 3},
	} {
		s := Session{Session: hpp.Session{Status: c.status, Version: 2}, Row: Row{Status: c.status, Version: 2}}
		var all []Event
		for i, status := range c.statuses {
			all = append(all, Event{Event: hpp.Event{Seq: int64(i + 1), Status: status}})
		}
		if wrong := checkPath(s, all); len(wrong) != c.faults {
			t.Errorf("%s: %q, want %d", name, wrong, c.faults)
		}
	}
}

// Money that the database's own checks would refuse is found as well: they may
// not be there.
func TestBalances(t *testing.T) {
	whole := Order{Amount: 100, Captured: 60, Refunded: 20, Released: 40, DocumentAmount: 100, DocumentReleased: 40}
	captures, refunds := []Movement{{Number: 1, Amount: 50}, {Number: 2, Amount: 10}}, []Movement{{Number: 1, Amount: 20}}
	if wrong := checkBalance(whole, captures, refunds); len(wrong) != 0 {
		t.Errorf("%q", wrong)
	}
	for name, change := range map[string]func(*Order){
		"more captured than authorized": func(o *Order) { o.Amount, o.DocumentAmount = 99, 99 },
		"more refunded than captured":   func(o *Order) { o.Captured = 10 },
		"less than nothing":             func(o *Order) { o.Released, o.DocumentReleased = -1, -1 },
		"another sum":                   func(o *Order) { o.Refunded = 19 },
		"another document":              func(o *Order) { o.DocumentReleased = 0 },
	} {
		o := whole
		if change(&o); len(checkBalance(o, captures, refunds)) == 0 {
			t.Errorf("%s: not found", name)
		}
	}
}
