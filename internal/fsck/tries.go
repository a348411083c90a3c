package fsck

import (
	"fmt"
	"slices"
)

// checkDelivered judges events that a merchant is called about and that no job
// has to tell any more: a try of each was taken.
func checkDelivered(w whole) (wrong []string) {
	for _, p := range w.published {
		waits := slices.ContainsFunc(w.jobs, func(j Job) bool { return j.ID == p.ID })
		taken := slices.ContainsFunc(w.tries, func(t Try) bool { return t.Event == p.ID && t.Taken })
		if p.Called && !waits && !taken {
			wrong = append(wrong, fmt.Sprintf("event %s has no job any more and no try that was answered with 2xx: it is lost, or was delivered by a program that kept no tries", p.ID))
		}
	}
	return wrong
}

// checkTries judges that each try is of an event that the merchant is called
// about, that none is missing between others, and that published events are the
// session's.
func checkTries(w whole) (wrong []string) {
	var before Try
	for _, t := range w.tries {
		if !slices.ContainsFunc(w.published, func(p Published) bool { return p.ID == t.Event && p.Called }) {
			wrong = append(wrong, fmt.Sprintf("try %d is of event %s, about which nobody is called", t.Number, t.Event))
		}
		want := int64(1)
		if t.Event == before.Event && t.Endpoint == before.Endpoint {
			want = before.Number + 1
		}
		if t.Number != want {
			wrong = append(wrong, fmt.Sprintf("a try of event %s has the number %d; it should be %d", t.Event, t.Number, want))
		}
		before = t
	}
	for _, p := range w.published {
		if p.Seq > w.EventCount || p.Merchant != w.Merchant {
			wrong = append(wrong, fmt.Sprintf("merchant %s reads of it an event %s, number %d; it has %d, and merchant %s", p.Merchant, p.ID, p.Seq, w.EventCount, w.Merchant))
		}
	}
	return wrong
}
