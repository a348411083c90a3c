package fsck

import (
	"fmt"
	"slices"

	"github.com/openhpp/openhpp/internal/hpp"
)

// observation is a status that somebody saw: which events, at least and at
// most, had happened then.
type observation struct {
	operation
	least, most int
}

// checkNoOlder judges that nobody who asked after an answer was shown what was
// before it.
func (r *run) checkNoOlder(w whole, one *sessionRecord) (wrong []string) {
	var seen []observation
	for _, o := range one.operations {
		if o.State != Acknowledged || o.Status == "" {
			continue
		}
		r.countJudged(NoOlder, 1)
		least, most, was := w.eventsUntil(o)
		if !was {
			if o.Op == Read { // of others, durable says so
				wrong = append(wrong, fmt.Sprintf("it was read as %s, which it never was", o.Status))
			}
			continue
		}
		seen = append(seen, observation{o, least, most})
	}
	ended := slices.Clone(seen)
	slices.SortFunc(ended, func(a, b observation) int { return a.At.Compare(b.At) })
	slices.SortFunc(seen, func(a, b observation) int { return a.begun.Compare(b.begun) })
	var newest observation // of those that had ended
	for _, later := range seen {
		for len(ended) > 0 && ended[0].At.Before(later.begun) {
			if ended[0].least >= newest.least {
				newest = ended[0]
			}
			ended = ended[1:]
		}
		if later.most < newest.least {
			wrong = append(wrong, fmt.Sprintf("a %s begun at %s showed %s; %s had been shown at %s already",
				later.Op, later.begun.Format(stamp), later.Status, newest.Status, newest.At.Format(stamp)))
		}
	}
	return wrong
}

// eventsUntil answers which events had happened when a status was seen.
func (w whole) eventsUntil(o operation) (least, most int, was bool) {
	least = -1
	if o.Status == hpp.Waiting {
		least = 0
	}
	for i, e := range w.events {
		same := e.Status == o.Status && (o.UpdatedAt.IsZero() || e.At.Equal(o.UpdatedAt))
		if same && least < 0 {
			least = i + 1
		}
		if same {
			most = i + 1
		}
	}
	return least, most, least >= 0
}
