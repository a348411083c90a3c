package fsck

import (
	"fmt"
	"slices"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// tries is what a receiver got of one event.
type tries struct {
	event Event
	all   []Line    // in the order they came
	taken time.Time // of the first 2xx; zero: none
}

// checkDeliveries judges a session's callbacks as its receiver saw them.
func (r *run) checkDeliveries(w whole, one *sessionRecord) {
	name := sessionNamed(w.ID)
	byEvent := make([]tries, len(w.events))
	for i, e := range w.events {
		byEvent[i].event = e
	}
	r.countJudged(NoPhantoms, len(one.deliveries))
	r.countJudged(InOrder, len(one.deliveries))
	r.countJudged(SameEvent, len(one.deliveries))
	for _, d := range one.deliveries {
		i := slices.IndexFunc(w.events, func(e Event) bool { return e.ID == d.Event })
		if i < 0 {
			r.report(NoPhantoms, name, "a callback told of event %s, which is not there", d.Event)
			continue
		}
		t := &byEvent[i]
		if t.all = append(t.all, d); !t.taken.IsZero() {
			r.index.repeated[w.Merchant] = append(r.index.repeated[w.Merchant], d)
		}
		r.reportAll(InOrder, name, checkEarly(w, byEvent[:i], t.event, d))
		if t.taken.IsZero() && d.Answered/100 == 2 {
			t.taken = d.At
		}
	}
	for _, t := range byEvent {
		r.reportAll(SameEvent, name, t.checkSame())
		r.reportAll(AllTold, name, r.checkArrival(w, t))
	}
}

// checkEarly judges a try: all events before must have been taken or are dead letters.
func checkEarly(w whole, before []tries, e Event, d Line) (wrong []string) {
	for _, t := range before {
		if t.taken.IsZero() && !w.gaveUpOn(t.event) {
			wrong = append(wrong, fmt.Sprintf("event %d was tried at %s, before event %d was taken or a dead letter", e.Seq, d.At.Format(stamp), t.event.Seq))
		}
	}
	return wrong
}

// callbackOf is the job that still has an event to tell.
func (w whole) callbackOf(e Event) (Job, bool) {
	i := slices.IndexFunc(w.jobs, func(j Job) bool { return j.Kind == hpp.JobCallback && j.ID == e.ID })
	if i < 0 {
		return Job{}, false
	}
	return w.jobs[i], true
}

func (w whole) gaveUpOn(e Event) bool {
	job, ok := w.callbackOf(e)
	return ok && job.Dead
}

// checkSame judges that all tries of an event had one body, and right signatures.
func (t tries) checkSame() (wrong []string) {
	for _, d := range t.all {
		if d.Body != t.all[0].Body {
			wrong = append(wrong, fmt.Sprintf("event %d came with another body at %s than at first; every try should be the same to the byte", t.event.Seq, d.At.Format(stamp)))
		}
		if !d.Signed {
			wrong = append(wrong, fmt.Sprintf("event %d came without a right signature at %s", t.event.Seq, d.At.Format(stamp)))
		}
	}
	return wrong
}

// checkArrival judges that an event was taken, or that it is known why not.
func (r *run) checkArrival(w whole, t tries) []string {
	if w.URLs.StatusUpdate == "" || !t.taken.IsZero() {
		return nil
	}
	job, waits := w.callbackOf(t.event)
	switch {
	case !waits:
		return []string{fmt.Sprintf("event %d (%s) was never taken by its receiver, and its callback is gone: it is lost", t.event.Seq, t.event.Status)}
	case r.Quiescent && r.index.receivers[w.Merchant].Healthy:
		return []string{fmt.Sprintf("event %d (%s) is not told after %d tries, and its receiver is healthy", t.event.Seq, t.event.Status, job.Attempts)}
	}
	return nil
}

// checkRepeats judges how many deliveries came again after a 2xx.
func (r *run) checkRepeats() {
	for merchant, receiver := range sorted(r.index.receivers) {
		if receiver.Repeats == nil {
			continue
		}
		again := r.index.repeated[merchant]
		r.countJudged(FewRepeats, len(again))
		if over := len(again) - int(*receiver.Repeats); over > 0 {
			last := again[len(again)-1]
			r.report(FewRepeats, sessionNamed(last.Session), "event %s came again after a 2xx, one of %d repeats of merchant %s; %d are explained",
				last.Event, len(again), merchant, *receiver.Repeats)
		}
	}
}
