package fsck

import (
	"cmp"
	"slices"

	"github.com/openhpp/openhpp/internal/hpp"
)

// story is what the journal says of one session.
type story struct {
	operations []operation
	deliveries []Line
	met        bool // the session is there
}

// attempted reports whether anybody may have done this to the session.
func (s *story) attempted(op Op) bool {
	return s != nil && slices.ContainsFunc(s.operations, func(o operation) bool { return o.Op == op && o.attempted() })
}

// keyOf is an idempotency key; they are scoped to the merchant.
type keyOf struct {
	merchant hpp.MerchantID
	key      string
}

// stories is a journal by what it is about.
type stories struct {
	sessions  map[hpp.SessionID]*story
	orders    map[string][]operation // captures, refunds, orders placed
	met       map[string]bool        // of these orders
	automatic map[string]bool        // orders that the session captured
	keys      map[keyOf][]operation
	merchants map[hpp.MerchantID]bool // the journal is about
	nameless  map[hpp.MerchantID]int  // creations of which neither id nor key is known
	receivers map[hpp.MerchantID]Line
	repeated  map[hpp.MerchantID][]Line // deliveries after a 2xx
}

func (j *Journal) stories() *stories {
	s := &stories{
		sessions: map[hpp.SessionID]*story{}, orders: map[string][]operation{}, met: map[string]bool{}, automatic: map[string]bool{},
		keys: map[keyOf][]operation{}, merchants: map[hpp.MerchantID]bool{}, nameless: map[hpp.MerchantID]int{},
		repeated: map[hpp.MerchantID][]Line{},
	}
	if j == nil {
		return s
	}
	s.receivers = j.receivers
	for _, o := range j.operations {
		s.operation(o)
	}
	for _, d := range j.deliveries {
		one := s.of(d.Session)
		one.deliveries = append(one.deliveries, d)
	}
	for _, one := range s.sessions { // several files may tell of one session
		slices.SortStableFunc(one.deliveries, func(a, b Line) int { return a.At.Compare(b.At) })
	}
	return s
}

func (s *stories) of(id hpp.SessionID) *story {
	if s.sessions[id] == nil {
		s.sessions[id] = &story{}
	}
	return s.sessions[id]
}

func (s *stories) operation(o operation) {
	s.merchants[o.Merchant] = true
	if o.Key != "" {
		key := keyOf{o.Merchant, o.Key}
		s.keys[key] = append(s.keys[key], o)
	}
	switch {
	case o.onSession() && o.Session != "":
		one := s.of(o.Session)
		one.operations = append(one.operations, o)
	case !o.onSession():
		s.orders[o.Order] = append(s.orders[o.Order], o)
	case o.Op == Create && o.Key == "" && o.attempted():
		s.nameless[o.Merchant]++
	}
}

// judge holds one session against its story.
func (s *stories) judge(r *run, w whole) {
	if !s.merchants[w.Merchant] && s.sessions[w.ID] == nil {
		return
	}
	one := s.of(w.ID)
	one.met = true
	name := sessionNamed(w.ID)
	r.all(Durable, name, r.durable(w, one))
	r.looked(NoPhantoms, 1)
	r.all(NoPhantoms, name, s.traced(w, one))
	r.all(NoOlder, name, r.older(w, one))
	if _, tells := s.receivers[w.Merchant]; tells {
		r.delivered(w, one)
	}
}

// unmet reports what was acknowledged and was nowhere.
func (r *run) unmet() {
	for id, one := range sorted(r.story.sessions) {
		if one.met {
			continue
		}
		if i := slices.IndexFunc(one.operations, func(o operation) bool { return o.State == Acknowledged }); i >= 0 {
			r.looked(Durable, 1)
			r.found(Durable, sessionNamed(id), "its %s was acknowledged, and it is not there", one.operations[i].Op)
		} else if len(one.deliveries) > 0 {
			r.looked(NoPhantoms, 1)
			r.found(NoPhantoms, sessionNamed(id), "a callback told of it, and it is not there")
		}
	}
	for id, operations := range sorted(r.story.orders) {
		if i := slices.IndexFunc(operations, func(o operation) bool { return o.State == Acknowledged }); i >= 0 && !r.story.met[id] {
			r.looked(Durable, 1)
			r.found(Durable, orderNamed(id), "its %s was acknowledged, and it is not there", operations[i].Op)
		}
	}
}

// sorted goes through a map in the order of its keys, so that findings come in
// the same order each time.
func sorted[K cmp.Ordered, V any](m map[K]V) func(func(K, V) bool) {
	return func(yield func(K, V) bool) {
		keys := make([]K, 0, len(m))
		for key := range m {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		for _, key := range keys {
			if !yield(key, m[key]) {
				return
			}
		}
	}
}
