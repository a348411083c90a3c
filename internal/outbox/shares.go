package outbox

import (
	"cmp"
	"math"
	"slices"
)

// Shares bound what one claim takes of each merchant, so that nobody's many
// rows keep another's few from the workers. The zero value bounds nothing:
// the oldest rows come first, whoever they belong to.
type Shares struct {
	Most int            // rows of one merchant that are worked on at once; 0: no bound
	Held map[string]int // rows of each merchant that the claimer works on already
}

// Room is how many more rows of a merchant may be claimed.
func (s Shares) Room(merchant string) int {
	if s.Most == 0 {
		return math.MaxInt
	}
	return max(0, s.Most-s.Held[merchant])
}

// Pick chooses at most limit of the rows that a store found, which are in the
// order of their time. A merchant's next row comes after those of everybody
// who would then have fewer under work.
func Pick[T any](s Shares, found []T, merchant func(T) string, limit int) []T {
	if s.Most == 0 {
		return found[:min(limit, len(found))]
	}
	type place struct {
		row  T
		rank int // rows of its merchant that would be under work with it
	}
	held := map[string]int{}
	var places []place
	for _, row := range found {
		m := merchant(row)
		if held[m] >= s.Room(m) {
			continue
		}
		held[m]++
		places = append(places, place{row, s.Held[m] + held[m]})
	}
	slices.SortStableFunc(places, func(a, b place) int { return cmp.Compare(a.rank, b.rank) })
	var picked []T
	for _, p := range places[:min(limit, len(places))] {
		picked = append(picked, p.row)
	}
	return picked
}

// Turn is a merchant with rows that can be claimed, and the time of the first.
type Turn struct {
	Merchant string
	Due      int64 // UTC, milliseconds
}

// Turns chooses the merchants whose rows a claim for limit rows needs to look
// at: those with the fewest rows under work, and of these the longest waiting.
func Turns(s Shares, waiting []Turn, limit int) []Turn {
	waiting = slices.DeleteFunc(waiting, func(t Turn) bool { return s.Room(t.Merchant) == 0 })
	slices.SortFunc(waiting, func(a, b Turn) int {
		return cmp.Or(cmp.Compare(s.Held[a.Merchant], s.Held[b.Merchant]), cmp.Compare(a.Due, b.Due), cmp.Compare(a.Merchant, b.Merchant))
	})
	return waiting[:min(limit, len(waiting))]
}
