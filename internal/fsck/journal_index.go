package fsck

import (
	"cmp"
	"slices"

	"github.com/openhpp/openhpp/internal/hpp"
)

// sessionRecord is what the journal says of one session.
type sessionRecord struct {
	operations []operation
	deliveries []Line
	met        bool // the session is there
}

// attempted reports whether anybody may have done this to the session.
func (s *sessionRecord) attempted(op Op) bool {
	return s != nil && slices.ContainsFunc(s.operations, func(o operation) bool { return o.Op == op && o.attempted() })
}

// keyOf is an idempotency key; they are scoped to the merchant.
type keyOf struct {
	merchant hpp.MerchantID
	key      string
}

// journalIndex is a journal by what it is about.
type journalIndex struct {
	sessions  map[hpp.SessionID]*sessionRecord
	orders    map[string][]operation // captures, refunds, orders placed
	met       map[string]bool        // of these orders
	automatic map[string]bool        // orders that the session captured
	keys      map[keyOf][]operation
	merchants map[hpp.MerchantID]bool // the journal is about
	unnamed   map[hpp.MerchantID]int  // creations of which neither id nor key is known
	receivers map[hpp.MerchantID]Line
	repeated  map[hpp.MerchantID][]Line // deliveries after a 2xx
}

func (j *Journal) index() *journalIndex {
	s := &journalIndex{
		sessions: map[hpp.SessionID]*sessionRecord{}, orders: map[string][]operation{}, met: map[string]bool{}, automatic: map[string]bool{},
		keys: map[keyOf][]operation{}, merchants: map[hpp.MerchantID]bool{}, unnamed: map[hpp.MerchantID]int{},
		repeated: map[hpp.MerchantID][]Line{},
	}
	if j == nil {
		return s
	}
	s.receivers = j.receivers
	for _, o := range j.operations {
		s.addOperation(o)
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

func (s *journalIndex) of(id hpp.SessionID) *sessionRecord {
	if s.sessions[id] == nil {
		s.sessions[id] = &sessionRecord{}
	}
	return s.sessions[id]
}

func (s *journalIndex) addOperation(o operation) {
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
		s.unnamed[o.Merchant]++
	}
}

// checkSession holds one session against what the journal says of it.
func (s *journalIndex) checkSession(r *run, w whole) {
	if !s.merchants[w.Merchant] && s.sessions[w.ID] == nil {
		return
	}
	one := s.of(w.ID)
	one.met = true
	name := sessionNamed(w.ID)
	r.reportAll(Durable, name, r.checkDurable(w, one))
	r.countJudged(NoPhantoms, 1)
	r.reportAll(NoPhantoms, name, s.checkCause(w, one))
	r.reportAll(NoOlder, name, r.checkNoOlder(w, one))
	if _, tells := s.receivers[w.Merchant]; tells {
		r.checkDeliveries(w, one)
	}
}

// checkMissing reports what was acknowledged and was nowhere.
func (r *run) checkMissing() {
	for id, one := range sorted(r.index.sessions) {
		if one.met {
			continue
		}
		if i := slices.IndexFunc(one.operations, func(o operation) bool { return o.State == Acknowledged }); i >= 0 {
			r.countJudged(Durable, 1)
			r.report(Durable, sessionNamed(id), "its %s was acknowledged, and it is not there", one.operations[i].Op)
		} else if len(one.deliveries) > 0 {
			r.countJudged(NoPhantoms, 1)
			r.report(NoPhantoms, sessionNamed(id), "a callback told of it, and it is not there")
		}
	}
	for id, operations := range sorted(r.index.orders) {
		if i := slices.IndexFunc(operations, func(o operation) bool { return o.State == Acknowledged }); i >= 0 && !r.index.met[id] {
			r.countJudged(Durable, 1)
			r.report(Durable, orderNamed(id), "its %s was acknowledged, and it is not there", operations[i].Op)
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
