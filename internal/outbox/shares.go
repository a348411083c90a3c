package outbox

import (
	"cmp"
	"math"
	"slices"
)

// Shares bound what one claim takes of each merchant, so that a merchant with
// many jobs leaves workers for one with few. The zero value bounds nothing:
// the oldest jobs come first, whatever their merchant.
type Shares struct {
	Most    int            // jobs of one merchant that are worked on at once; 0: no bound
	Running map[string]int // jobs of each merchant that the claimer works on already
}

// Free is how many more jobs of a merchant may be claimed.
func (s Shares) Free(merchant string) int {
	if s.Most == 0 {
		return math.MaxInt
	}
	return max(0, s.Most-s.Running[merchant])
}

// Pick chooses at most limit of the jobs that a store found, which are in the
// order of their time. A merchant's next job comes after those of the merchants
// who would then have fewer under work.
func Pick[T any](s Shares, found []T, merchant func(T) string, limit int) []T {
	if s.Most == 0 {
		return found[:min(limit, len(found))]
	}
	type place struct {
		job  T
		rank int // jobs of its merchant that would be under work with it
	}
	running := map[string]int{}
	var places []place
	for _, job := range found {
		m := merchant(job)
		if running[m] >= s.Free(m) {
			continue
		}
		running[m]++
		places = append(places, place{job, s.Running[m] + running[m]})
	}
	slices.SortStableFunc(places, func(a, b place) int { return cmp.Compare(a.rank, b.rank) })
	var picked []T
	for _, p := range places[:min(limit, len(places))] {
		picked = append(picked, p.job)
	}
	return picked
}

// DueMerchant is a merchant with jobs that can be claimed, and the time of the first.
type DueMerchant struct {
	Merchant string
	Due      int64 // UTC, milliseconds
}

// PickMerchants chooses the merchants whose jobs a claim for limit jobs needs to look
// at: those with the fewest jobs under work, and of these the longest waiting.
func PickMerchants(s Shares, waiting []DueMerchant, limit int) []DueMerchant {
	waiting = slices.DeleteFunc(waiting, func(t DueMerchant) bool { return s.Free(t.Merchant) == 0 })
	slices.SortFunc(waiting, func(a, b DueMerchant) int {
		return cmp.Or(cmp.Compare(s.Running[a.Merchant], s.Running[b.Merchant]), cmp.Compare(a.Due, b.Due), cmp.Compare(a.Merchant, b.Merchant))
	})
	return waiting[:min(limit, len(waiting))]
}
